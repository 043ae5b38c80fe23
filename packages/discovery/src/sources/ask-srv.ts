import type { DnsClient } from '@postern/mail-probe/dns/dns-client';
import { readSrv } from '../dns/srv-sections.js';
import { trusted, unanswered, type Asked } from './asked.js';

/** Asks for the four SRV records of mail (RFC 6186, RFC 8314). The answer is verified if the resolver validated all. */
export async function askSrv(dns: DnsClient, domain: string): Promise<Asked> {
  const ask = (label: string) => dns.srv(`${label}._tcp.${domain}`);
  try {
    const labels = ['_imaps', '_imap', '_submissions', '_submission'];
    const [imaps, imap, submissions, submission] = await Promise.all(labels.map(ask));
    const answers = [imaps!, imap!, submissions!, submission!];
    const isAuthentic = answers.every((answer) => answer.isAuthentic || answer.records.length === 0);
    const answer = readSrv({
      _imaps: imaps!.records,
      _imap: imap!.records,
      _submissions: submissions!.records,
      _submission: submission!.records,
    });
    return trusted(answer, isAuthentic ? 'verified' : 'dns');
  } catch {
    return unanswered('unreachable', 'dns-temporary', 'The SRV records could not be looked up.');
  }
}

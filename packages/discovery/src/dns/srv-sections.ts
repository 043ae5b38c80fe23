import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import type { SrvRecord } from '@postern/mail-probe/dns/dns-client';
import { absent, type Parsed } from '../documents/parsed.js';
import type { ServerSection } from '../documents/server-section.js';

/**
 * The service labels of mail, in the order in which Postern prefers them: TLS from the first byte before STARTTLS
 * (RFC 8314 §3). The label determines the TLS mode, the port does not (RFC 6186 §3.1, RFC 8314 §5.1).
 */
const srvLabels = {
  _imaps: { type: 'imap', tls: 'implicit' },
  _imap: { type: 'imap', tls: 'starttls' },
  _submissions: { type: 'smtp', tls: 'implicit' },
  _submission: { type: 'smtp', tls: 'starttls' },
} as const;
export type SrvLabel = keyof typeof srvLabels;

const submissionsPort = 465;

/**
 * Returns the mail servers of a domain's SRV records. A target `.` means that the service is not offered (RFC 2782).
 * Records of one label are ordered by priority, and those of equal priority by weight: a proposal is stored, so it
 * does not spread load, and a second discovery must give the same answer.
 */
export function readSrv(answers: Readonly<Record<SrvLabel, readonly SrvRecord[]>>): Parsed {
  const labels = Object.keys(srvLabels) as SrvLabel[];
  const findings: Finding[] = [];
  const sections = labels.flatMap((label) => {
    const offered = answers[label].filter(({ target }) => target !== '');
    if (offered.length === 0 && answers[label].length > 0) findings.push(notOffered(label));
    return offered.toSorted(compareRecords).map((record) => readRecord(label, record, findings));
  });
  if (sections.length > 0) return { state: 'found', sections, oauthIssuers: [], findings };
  return findings.length > 0
    ? absent('not-offered', 'The SRV records say that the domain offers no such service.')
    : absent('no-records', 'The domain has no SRV records for mail.');
}

function readRecord(label: SrvLabel, { target, port }: SrvRecord, findings: Finding[]): ServerSection {
  const { type } = srvLabels[label];
  const isMislabelled = label === '_submission' && port === submissionsPort;
  if (isMislabelled) findings.push(mislabelled);
  const tls = isMislabelled ? 'implicit' : srvLabels[label].tls;
  return { type, host: target, port, tls, username: '%EMAILADDRESS%', authentication: [], url: null };
}

const mislabelled = finding('info', 'submission-on-465');

function notOffered(label: SrvLabel): Finding {
  return finding('info', 'not-offered', { label });
}

function compareRecords(a: SrvRecord, b: SrvRecord): number {
  return a.priority - b.priority || b.weight - a.weight || a.port - b.port || (a.target < b.target ? -1 : 1);
}

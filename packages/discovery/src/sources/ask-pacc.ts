import { DnsError, type DnsClient } from '@postern/mail-probe/dns/dns-client';
import { matchDigest } from '../documents/pacc-digest.js';
import { parsePacc } from '../documents/pacc-document.js';
import { invalid } from '../documents/parsed.js';
import type { FetchOptions } from '../http/fetch-document.js';
import { askDocument } from './ask-document.js';
import { unanswered, type Asked } from './asked.js';

/** Returns the URL of a domain's PACC document. */
export function paccUrl(domain: string): string {
  return `https://ua-auto-config.${domain}/.well-known/user-agent-configuration.json`;
}

/** Asks for the PACC document and its digest at the same time. Only a document with the published digest counts. */
export async function askPacc(dns: DnsClient, options: FetchOptions): Promise<Asked> {
  const records = dns.txt(`_ua-auto-config.${options.domain}`).catch((error: unknown) => error);
  let body: Uint8Array = Buffer.alloc(0);
  const asked = await askDocument(
    paccUrl(options.domain),
    options,
    (text, bytes) => {
      body = bytes;
      return parsePacc(text);
    },
    'verified',
  );
  if (asked.state !== 'found') return asked;
  const published = await records;
  if (published instanceof DnsError || published instanceof Error)
    return unanswered('unreachable', 'dns-temporary', 'The digest of the document could not be looked up.');
  const { records: texts } = published as Awaited<ReturnType<DnsClient['txt']>>;
  const outcome = matchDigest(body, texts);
  if (outcome === 'match') return asked;
  const detail =
    outcome === 'digest-missing'
      ? 'The DNS has no digest of the document, so the document is not believed.'
      : 'The document does not have the digest that the DNS publishes, so it is not believed.';
  return invalid(outcome, detail);
}

import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether one of the TXT records at `_ua-auto-config.{domain}` has the digest of a PACC document. Several records
 * are valid at the same time while a provider replaces the document. `digest-missing` means that no record names a
 * SHA-256 digest. A record is `v=UAAC1; a=sha256; d=<base64>`; its tags may come in any order after `v`.
 */
export function matchDigest(
  body: Uint8Array,
  records: readonly string[],
): 'match' | 'digest-mismatch' | 'digest-missing' {
  const published = records.map(parseDigest).filter((digest) => digest !== null);
  if (published.length === 0) return 'digest-missing';
  const actual = createHash('sha256').update(body).digest();
  return published.some((digest) => timingSafeEqual(digest, actual)) ? 'match' : 'digest-mismatch';
}

/** Returns the 32 bytes of a SHA-256 digest; null if the record is not one of PACC or names another algorithm. */
function parseDigest(record: string): Buffer | null {
  if (record.length > 4096) return null;
  const tags = record.split(';').map((tag) => {
    const [name = '', ...value] = tag.split('=');
    return [name.trim(), value.join('=').trim()] as const;
  });
  const [[first, version] = ['', '']] = tags;
  if (first !== 'v' || version !== 'UAAC1') return null;
  const { a: algorithm, d: text = '' } = Object.fromEntries(tags) as Record<string, string | undefined>;
  if (algorithm !== 'sha256' || !/^[A-Za-z0-9+/]{43}=?$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  allowlistDocumentSchema,
  allowlistInputSchema,
  digestAllowlist,
  sealAllowlist,
  type AllowlistDocument,
} from '@postern/core/allowlist-document';
import type { Finding } from '@postern/core/finding';
import { inputErrors } from '@postern/core/problem';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { readVendorFeed, vendorFeedSchema } from '@postern/core/vendor-feed';
import { UsageError } from './usage-error.js';

/** An allowlist document, and the findings about its source that a person should read. */
export type ReadAllowlist = { readonly document: AllowlistDocument; readonly findings: readonly Finding[] };

/**
 * The schema of an allowlist in a file. Its entries are checked as strictly as those that an operator publishes.
 */
const fileSchema = allowlistDocumentSchema.extend({ entries: allowlistInputSchema.shape.entries });
const longestAnswer = 64 * 2 ** 20;

/**
 * Reads an allowlist without a server: from a file, `-` for standard input, or an http(s) URL; the sample list if
 * no source is named. Its content shows whether it is a document of Postern or the vendor's IP-range feed. Throws
 * `UsageError`, which names the fault.
 */
export async function readAllowlist(source: string | undefined, token?: string): Promise<ReadAllowlist> {
  if (source === undefined) return { document: sampleAllowlist, findings: [] };
  const text = await readSource(source, token);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`${source} is not JSON`);
  }
  const document = fileSchema.safeParse(json);
  if (document.success) return { document: document.data, findings: digestFindings(document.data) };
  const feed = vendorFeedSchema.safeParse(json);
  if (feed.success) return fromFeed(feed.data);
  const looksLikeFeed = typeof json === 'object' && json !== null && 'results' in json;
  const issues = looksLikeFeed ? feed.error.issues : document.error.issues;
  const errors = inputErrors(issues)
    .slice(0, 5)
    .map(({ path, message }) => `  ${path}: ${message}`);
  throw new UsageError(`${source} is not an allowlist:\n${errors.join('\n')}`);
}

/**
 * Reads a file, standard input (`-`) or a URL. The URL of a Postern installation without a path means its
 * allowlist.
 */
export async function readSource(source: string, token: string | undefined): Promise<string> {
  if (!/^https?:\/\//.test(source)) {
    try {
      return await readFile(source === '-' ? '/dev/stdin' : source, 'utf8');
    } catch (error) {
      throw new UsageError(`${source} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    }
  }
  const url = new URL(source);
  if (url.pathname === '/') url.pathname = '/v1/allowlist';
  const headers = {
    accept: 'application/json, application/jose',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  let answer: Response;
  try {
    answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new UsageError(`${url.origin} cannot be reached`);
  }
  if (!answer.ok) throw new UsageError(`${url.origin} answers ${answer.status}`);
  const text = await answer.text();
  if (text.length > longestAnswer)
    throw new UsageError(`${url.origin} sent a response that is too large for an allowlist`);
  return text;
}

/**
 * Returns a notice if the digest does not match the entries. It is no error, because a document that was narrowed
 * to a data centre keeps the digest of the complete document.
 */
function digestFindings(document: AllowlistDocument): Finding[] {
  if (digestAllowlist(document, sha256) === document.sha256) return [];
  return [
    {
      level: 'info',
      code: 'digest-differs',
      text: 'The digest does not match the entries: the document was narrowed to a data centre, or edited',
    },
  ];
}

/**
 * Makes a document from the vendor's IP-range feed. The feed has no revision and no time, so the document has
 * revision 1 and the time 1970-01-01; only its digest identifies it.
 */
function fromFeed(feed: Parameters<typeof readVendorFeed>[0]): ReadAllowlist {
  const { entries, findings } = readVendorFeed(feed);
  const head = { revision: 1, publishedAt: '1970-01-01T00:00:00.000Z', sha256 };
  return { document: sealAllowlist({ vendor: 'IP-range feed', dataCenters: [], entries }, head), findings };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

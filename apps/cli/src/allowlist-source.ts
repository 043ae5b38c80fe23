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

/** A document and what is to be said about where it comes from. */
export type ReadAllowlist = { readonly document: AllowlistDocument; readonly findings: readonly Finding[] };

/** A file is read as strictly as a published list: entries through the schema of the import door. */
const fileSchema = allowlistDocumentSchema.extend({ entries: allowlistInputSchema.shape.entries });
const longestAnswer = 64 * 2 ** 20;

/**
 * Reads an allowlist without a server: a file, `-` for standard input, or an http(s) address; the sample if none is
 * named. A document of Postern and the vendor's IP-range feed are told apart by their shape. Throws a UsageError that
 * names what is wrong.
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

/** Reads a file, standard input (`-`) or an address; an address of Postern itself means its allowlist. */
async function readSource(source: string, token: string | undefined): Promise<string> {
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
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  let answer: Response;
  try {
    answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new UsageError(`${url.origin} does not answer`);
  }
  if (!answer.ok) throw new UsageError(`${url.origin} answers ${answer.status}`);
  const text = await answer.text();
  if (text.length > longestAnswer)
    throw new UsageError(`${url.origin} answers with more than an allowlist can be`);
  return text;
}

/** A document that was narrowed to a data centre keeps the digest of the whole, so a difference is worth a word only. */
function digestFindings(document: AllowlistDocument): Finding[] {
  if (digestAllowlist(document, sha256) === document.sha256) return [];
  return [
    {
      level: 'info',
      code: 'digest-differs',
      text: 'The entries are not those that the digest was made of: a narrowed or an edited document',
    },
  ];
}

/** The feed has no revision or time of its own: it becomes revision 1 at the epoch, told apart by its digest. */
function fromFeed(feed: Parameters<typeof readVendorFeed>[0]): ReadAllowlist {
  const { entries, findings } = readVendorFeed(feed);
  const head = { revision: 1, publishedAt: '1970-01-01T00:00:00.000Z', sha256 };
  return { document: sealAllowlist({ vendor: 'IP-range feed', dataCenters: [], entries }, head), findings };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

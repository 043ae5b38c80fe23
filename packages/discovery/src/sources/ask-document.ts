import type { Trust } from '@postern/core/provenance';
import { absent, type Parsed } from '../documents/parsed.js';
import { fetchDocument, type FetchedDocument, type FetchOptions } from '../http/fetch-document.js';
import { trusted, type Asked } from './asked.js';

/** Fetches a document and parses it. `trust` may depend on the host that served the document. */
export async function askDocument(
  url: string,
  options: FetchOptions,
  parse: (text: string, body: Uint8Array) => Parsed,
  trust: Trust | ((host: string) => Trust),
): Promise<Asked> {
  const fetched = await fetchDocument(url, options);
  if (fetched.state !== 'document') return fetched;
  const parsed = readPage(fetched, parse(new TextDecoder().decode(fetched.body), fetched.body));
  return trusted(parsed, typeof trust === 'string' ? trust : trust(fetched.host));
}

/** A page that is declared as HTML and is no document means that there is no document. */
function readPage({ contentType }: FetchedDocument, parsed: Parsed): Parsed {
  const isPage = parsed.state === 'invalid' && /^text\/html\b/i.test(contentType);
  return isPage ? absent('html-page', 'The server answers with a web page.') : parsed;
}

import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import { askHttpsServer, type HttpsOptions } from '@postern/mail-probe/ask-https-server';
import { StepError } from '@postern/mail-probe/conversation/step-error';
import { LocalShortageError } from '@postern/mail-probe/local-shortage';
import { absent, invalid, maxDocumentBytes, type NotFound } from '../documents/parsed.js';
import { unanswered, type Unanswered } from '../sources/asked.js';
import { mayAskHost } from './may-ask-host.js';
import { httpsGet, redirectStatuses, type HttpAnswer } from './https-get.js';

export type FetchOptions = Omit<HttpsOptions, 'maxBytes'> & {
  /** The domain that settings are looked for. */
  readonly domain: string;
};

/** A document; `host` is the one that served it, after redirects. */
export type FetchedDocument = {
  readonly state: 'document';
  readonly body: Buffer;
  readonly host: string;
  readonly contentType: string;
};

type NoDocument = NotFound | Unanswered;

const mostRedirects = 3;
/** Connections carry TLS records and HTTP headers besides the document. */
const maxConnectionBytes = maxDocumentBytes + 48 * 1024;

/**
 * Fetches a document over https: port 443, a certificate that is valid for the host of the URL, and an address that the
 * egress policy allows. Up to three redirects are followed, each judged anew. Every failure is a result.
 */
export async function fetchDocument(
  address: string,
  options: FetchOptions,
): Promise<FetchedDocument | NoDocument> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const refused = refuseUrl(url, options.domain);
    if (refused !== null) return refused;
    const answer = await getOnce(url, options);
    if ('state' in answer) return answer;
    if (!redirectStatuses.has(answer.status)) return readAnswer(answer, url);
    const next = answer.location === null ? null : URL.parse(answer.location, url.href);
    if (next === null) return invalid('redirect-malformed', 'The server redirects to no URL.');
    url = next;
  }
  return unanswered('refused', 'too-many-redirects', 'The server redirects more than three times.');
}

function refuseUrl(url: URL, domain: string): NoDocument | null {
  if (url.protocol !== 'https:')
    return unanswered('refused', 'not-https', 'The URL does not start with https, so it is not asked.');
  if (url.port !== '') return unanswered('refused', 'other-port', 'The URL names a port other than 443.');
  if (url.username !== '' || url.password !== '')
    return unanswered('refused', 'url-has-user', 'The URL contains a user name or a password.');
  if (!mayAskHost(url.hostname, domain))
    return unanswered(
      'refused',
      'host-not-allowed',
      'The host is an address, a public suffix, or a name that anybody may register.',
    );
  return null;
}

/** Sends one request on a connection of its own. */
async function getOnce(url: URL, options: FetchOptions): Promise<HttpAnswer | NoDocument> {
  const server = { host: url.hostname, port: 443 };
  try {
    return await askHttpsServer(server, { ...options, maxBytes: maxConnectionBytes }, (socket) =>
      httpsGet(socket, url),
    );
  } catch (error) {
    if (error instanceof LocalShortageError) throw error;
    return explainFailure(error instanceof StepError ? error.code : 'unknown');
  }
}

function readAnswer(
  { status, body, contentType }: HttpAnswer,
  { hostname: host }: URL,
): FetchedDocument | NoDocument {
  if (status === 401 || status === 403)
    return unanswered('refused', 'login-required', `The server asks for a login (status ${status}).`);
  if (status === 429 || status >= 500)
    return unanswered('unreachable', 'server-error', `The server answers with status ${status}.`);
  if (status !== 200 && status !== 400)
    return absent('no-document', `The server answers with status ${status}.`);
  if (body === null) return invalid('too-large', 'The document has more than 64 KiB.');
  // Autodiscover answers with status 400 and a JSON document when it knows no settings.
  if (status === 400 && !/json/i.test(contentType))
    return absent('no-document', 'The server answers with status 400.');
  return { state: 'document', body, host, contentType };
}

function explainFailure(code: FailureCode): NoDocument {
  if (code === 'dns-not-found' || code === 'dns-no-address')
    return absent(code, 'The name of the server does not exist or has no address.');
  if (code === 'target-not-allowed' || code === 'port-not-allowed')
    return unanswered('refused', code, 'The egress policy does not allow a connection to this server.');
  if (code.startsWith('cert-'))
    return unanswered(
      'refused',
      code,
      'The certificate of the server is not valid for its name, so its answer is not read.',
    );
  if (code === 'limit-exceeded') return invalid('too-large', 'The document has more than 64 KiB.');
  const detail = unreachableDetails[code] ?? 'The server did not give a complete answer.';
  return unanswered('unreachable', code, detail);
}

const unreachableDetails: Readonly<Record<string, string>> = {
  'dns-temporary': 'The name of the server could not be looked up in time.',
  'connect-refused': 'The server refuses connections on port 443.',
  'connect-timeout': 'The server does not answer on port 443.',
  'connect-unreachable': 'There is no route to the server.',
  'tls-silent': 'The server does not answer the TLS handshake.',
  'deadline-exceeded': 'The server did not answer in time.',
};

import { parseXml, XmlDocumentType, XmlElement, type XmlDocument } from '@rgrove/parse-xml';
import { absent, invalid, maxDocumentBytes, type Found, type NotFound } from './parsed.js';
import { authenticationMethod, type ServerSection } from './server-section.js';

/** A document of Mail Autoconfig 1.1 or 1.2. The values are those of the document; placeholders are not replaced. */
export type AutoconfigDocument = Found & {
  /** The `id` of the provider; empty if the document has none. */
  readonly id: string;
  /** The domains that the document is about, in lower case. */
  readonly domains: readonly string[];
};

/**
 * Parses a document of Mail Autoconfig (draft-ietf-mailmaint-autoconfig-06 §3). Unknown elements, attributes and
 * values are ignored. A document that is not well-formed XML, or has a document type declaration, is invalid as a
 * whole. Passwords in the document are not read.
 */
export function parseAutoconfig(text: string): AutoconfigDocument | NotFound {
  if (text.length > maxDocumentBytes) return invalid('too-large', 'The document has more than 64 KiB.');
  if (isHtml(text)) return absent('html-page', 'The server answers with a web page.');
  const document = parseDocument(text);
  if (document === null) return invalid('not-well-formed', 'The document is not well-formed XML.');
  if (document.children.some((node) => node instanceof XmlDocumentType))
    return invalid('document-type', 'The document has a document type declaration, which is not allowed.');
  const { root } = document;
  const provider = root?.name === 'clientConfig' ? childrenOf(root, 'emailProvider')[0] : undefined;
  if (root == null || provider === undefined)
    return invalid('not-autoconfig', 'The document is XML, but not a Mail Autoconfig document.');
  const servers = ['incomingServer', 'outgoingServer'].flatMap((name) => childrenOf(provider, name));
  const issuers = childrenOf(root, 'oAuth2').concat(childrenOf(provider, 'oAuth2'));
  return {
    state: 'found',
    id: provider.attributes.id ?? '',
    domains: childrenOf(provider, 'domain').map((element) => textOf(element).toLowerCase()),
    sections: servers.map(readSection),
    oauthIssuers: issuers.map((element) => valueOf(element, 'issuer')).filter((issuer) => issuer !== null),
    findings: [],
  };
}

/** Whether a text is a web page. Many servers answer every path with status 200 and their start page. */
export function isHtml(text: string): boolean {
  return /^[\s\uFEFF]*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(
    text.slice(0, 1000),
  );
}

function parseDocument(text: string): XmlDocument | null {
  try {
    // parse-xml 5.0 needs 0.3 s for 32,000 line breaks of CR LF, so they are normalised before (XML 1.0 §2.11).
    return parseXml(text.replace(/\r\n?/g, '\n'), { preserveDocumentType: true });
  } catch {
    // An XmlError, or a RangeError for elements that are nested thousands of levels deep.
    return null;
  }
}

function readSection(element: XmlElement): ServerSection {
  const port = valueOf(element, 'port');
  const authentication = childrenOf(element, 'authentication').map((method) =>
    authenticationMethod(textOf(method), method.attributes.system),
  );
  return {
    type: (element.attributes.type ?? '').trim(),
    host: valueOf(element, 'hostname'),
    port: port !== null && /^\d{1,5}$/.test(port) ? Number(port) : null,
    tls: readSocketType(valueOf(element, 'socketType')),
    username: valueOf(element, 'username'),
    authentication: [...new Set(authentication.filter((method) => method !== null))],
    url: valueOf(element, 'ewsURL') ?? valueOf(element, 'url'),
  };
}

function readSocketType(word: string | null): ServerSection['tls'] {
  switch (word?.toUpperCase()) {
    case undefined:
      return null;
    case 'SSL':
      return 'implicit';
    case 'STARTTLS':
      return 'starttls';
    case 'PLAIN':
      return 'plain';
    default:
      return 'unknown';
  }
}

function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((node) => node instanceof XmlElement && node.name === name) as XmlElement[];
}

/** Returns the text of the first child with the name; null if there is none or it is empty. */
function valueOf(parent: XmlElement, name: string): string | null {
  const [first] = childrenOf(parent, name);
  const text = first === undefined ? '' : textOf(first);
  return text === '' ? null : text;
}

/** Returns the text of an element without that of its child elements, which a hostile document can nest deeply. */
function textOf(element: XmlElement): string {
  const parts = element.children.filter((node) => node.type === 'text' || node.type === 'cdata');
  return parts
    .map((node) => ('text' in node ? node.text : ''))
    .join('')
    .trim();
}

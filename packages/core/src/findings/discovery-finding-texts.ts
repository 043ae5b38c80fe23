/** Why a server that a source names is skipped, in words that follow “was skipped:”. */
const skipReasons = {
  'host-missing': () => 'it names no host',
  'port-missing': () => 'it names no port from 1 to 65535',
  'not-encrypted': () => 'its connection is not encrypted',
  'encryption-unknown': () => 'it does not say how to encrypt the connection',
  'host-not-allowed': () => 'its host is not one that Postern may connect to',
  'username-invalid': () => 'its user name has an unknown placeholder',
  'url-missing': () => 'it names no URL',
  'url-invalid': () => 'its URL is not one of Exchange Web Services over https',
  'needs-address': (part: Part) => `its ${part} depends on the email address, and only the domain is known`,
  'placeholder-unknown': (part: Part) => `its ${part} has an unknown placeholder`,
} as const;
export type SkipReason = keyof typeof skipReasons;

/** The part of a server's section that has a placeholder. */
type Part = 'host' | 'URL';

function skipped(reason: SkipReason) {
  return ({ server, part = 'host' }: { readonly server: string; readonly part?: Part }) =>
    `One ${server} server was skipped: ${skipReasons[reason](part)}.`;
}

/** The English texts of findings about servers that a search finds, by their code. */
export const discoveryFindingTexts = {
  'host-missing': skipped('host-missing'),
  'port-missing': skipped('port-missing'),
  'not-encrypted': skipped('not-encrypted'),
  'encryption-unknown': skipped('encryption-unknown'),
  'host-not-allowed': skipped('host-not-allowed'),
  'username-invalid': skipped('username-invalid'),
  'url-missing': skipped('url-missing'),
  'url-invalid': skipped('url-invalid'),
  'needs-address': skipped('needs-address'),
  'placeholder-unknown': skipped('placeholder-unknown'),
  'type-not-used': ({ server }: { readonly server: string }) =>
    `The source also names a server for ${server}, which is not used.`,
  'exchange-online-retired': () =>
    'This is Exchange Online, which no longer serves Exchange Web Services; IMAP with OAuth is the way in.',
  'smtp-username-differs': ({ username }: { readonly username: string }) =>
    `The source names another user name for the SMTP server: ${username}`,
  'submission-on-465': () =>
    'The SRV record _submission names port 465, on which TLS starts at the first byte; the label would mean STARTTLS.',
  'not-offered': ({ label }: { readonly label: string }) =>
    `The domain declares that it does not offer ${label}.`,
};

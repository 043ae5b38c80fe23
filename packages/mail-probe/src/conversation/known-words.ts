/**
 * The capabilities, keywords and mechanisms that a report may contain: those of the IANA registries "IMAP
 * Capabilities", "SMTP Service Extensions" and "SASL Mechanisms", and a few of large vendors. Any other word could
 * be any text of the server and is dropped.
 */
const imapCapabilities = new Set(
  (
    'ACL ANNOTATE-EXPERIMENT-1 APPENDLIMIT BINARY CATENATE CHILDREN COMPRESS=DEFLATE CONDSTORE CONTEXT=SEARCH ' +
    'CONTEXT=SORT CONVERT CREATE-SPECIAL-USE ENABLE ESEARCH ESORT FILTERS I18NLEVEL=1 I18NLEVEL=2 ID IDLE IMAP4 ' +
    'IMAP4REV1 IMAP4REV2 INPROGRESS JMAPACCESS LANGUAGE LIST-EXTENDED LIST-METADATA LIST-MYRIGHTS LIST-STATUS LITERAL+ ' +
    'LITERAL- LOGIN-REFERRALS LOGINDISABLED MAILBOX-REFERRALS MESSAGELIMIT METADATA METADATA-SERVER MOVE MULTIAPPEND ' +
    'MULTISEARCH NAMESPACE NOTIFY OBJECTID PARTIAL PREVIEW QRESYNC QUOTA QUOTASET REPLACE RIGHTS= SASL-IR SAVEDATE ' +
    'SAVELIMIT SEARCH=FUZZY SEARCHRES SORT SORT=DISPLAY SPECIAL-USE STARTTLS STATUS=SIZE THREAD=ORDEREDSUBJECT ' +
    'THREAD=REFERENCES THREAD=REFS UIDBATCHES UIDONLY UIDPLUS UNAUTHENTICATE UNSELECT URL-PARTIAL URLAUTH UTF8=ACCEPT ' +
    'UTF8=ONLY WITHIN X-GM-EXT-1 XLIST XYMHIGHESTMODSEQ'
  ).split(' '),
);

const smtpKeywords = new Set(
  (
    '8BITMIME ATRN AUTH BINARYMIME BURL CHECKPOINT CHUNKING CONNEG CONPERM DELIVERBY DSN ENHANCEDSTATUSCODES ETRN ' +
    'EXPN FUTURERELEASE HELP LIMITS MT-PRIORITY MTRK NO-SOLICITING PIPELINING REQUIRETLS RRVS SIZE SMTPUTF8 STARTTLS ' +
    'SUBMITTER TURN UTF8SMTP VERB VRFY XCLIENT XFORWARD XRDST'
  ).split(' '),
);

const saslMechanisms = new Set(
  (
    'ANONYMOUS CRAM-MD5 DIGEST-MD5 EXTERNAL GS2-KRB5 GSSAPI GSS-SPNEGO KERBEROS_V4 LOGIN NTLM OAUTHBEARER OTP PLAIN ' +
    'PLAIN-CLIENTTOKEN SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-256-PLUS SCRAM-SHA-512 SECURID SKEY ' +
    'XOAUTH XOAUTH2'
  ).split(' '),
);

/**
 * The scopes for mail of large providers, and those that mail servers name by default: Google, Microsoft (with and without
 * the resource), Yahoo, Yandex, Dovecot, and draft-ietf-mailmaint-oauth-public.
 */
const microsoftScopes = ['IMAP.AccessAsUser.All', 'SMTP.Send', 'EWS.AccessAsUser.All'];
const mailScopes = new Set([
  'https://mail.google.com/',
  ...['', 'https://outlook.office.com/', 'https://outlook.office365.com/'].flatMap((resource) =>
    microsoftScopes.map((scope) => `${resource}${scope}`),
  ),
  ...'mail email imap smtp openid mail-r mail-w mail:imap_full mail:smtp'.split(' '),
  'urn:ietf:params:oauth:scope:mail',
]);

/** Returns the known capabilities among `words`, in upper case, each once. */
export function knownImapCapabilities(words: readonly string[]): string[] {
  return known(words, imapCapabilities);
}

/** Returns the known EHLO keywords among `words`, in upper case, each once. */
export function knownSmtpKeywords(words: readonly string[]): string[] {
  return known(words, smtpKeywords);
}

/** Returns the known SASL mechanisms among `words`, in upper case, each once. */
export function knownMechanisms(words: readonly string[]): string[] {
  return known(words, saslMechanisms);
}

/** Returns the known scopes among `words`, which are compared with their case (RFC 6749 §3.3), each once. */
export function knownScopes(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => mailScopes.has(word));
}

function known(words: readonly string[], vocabulary: ReadonlySet<string>): string[] {
  const upper = words.map((word) => word.toUpperCase());
  return [...new Set(upper)].filter((word) => vocabulary.has(word));
}

import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';

/** An IMAP status response (RFC 9051 §7.1), with the response code without its brackets. */
export type ImapStatus = {
  readonly tag: string;
  readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  readonly code: string;
};

/**
 * The response codes that a report may contain, from RFC 9051 §7.1 and RFC 5530. Any other code could be any text
 * of the server.
 */
const knownCodes = new Set(
  (
    'ALERT ALREADYEXISTS AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY CLIENTBUG CONTACTADMIN ' +
    'CORRUPTION EXPIRED EXPUNGEISSUED HASCHILDREN INUSE LIMIT NONEXISTENT NOPERM OVERQUOTA PRIVACYREQUIRED SERVERBUG ' +
    'UNAVAILABLE UNKNOWN-CTE'
  ).split(' '),
);

/** Parses an IMAP status response; returns null for any other line. */
export function parseImapStatus(line: string): ImapStatus | null {
  const match = /^(\*|[A-Z0-9]{1,20}) (OK|NO|BAD|BYE|PREAUTH)(?: \[([^\]]*)\])?(?: |$)/i.exec(line);
  if (match === null) return null;
  return { tag: match[1]!, status: match[2]!.toUpperCase() as ImapStatus['status'], code: match[3] ?? '' };
}

/** Returns the name of a response code if RFC 9051 or RFC 5530 defines it, else undefined. */
export function knownResponseCode(code: string): string | undefined {
  const word = code.split(' ')[0]!.toUpperCase();
  return knownCodes.has(word) ? word : undefined;
}

/**
 * Reads the responses to one command up to its tagged status and calls `onUntagged` with each untagged line. A BYE
 * fails with `server-busy`, any other unexpected line with `protocol-error`.
 */
export async function readImapReply(
  reader: LineReader,
  tag: string,
  onUntagged: (line: string) => void = () => {},
): Promise<ImapStatus> {
  for (;;) {
    const line = await reader.readLine();
    const status = parseImapStatus(line);
    if (status?.tag.toUpperCase() === tag) return status;
    if (status?.status === 'BYE') throw new StepError('server-busy', codeFacts(status));
    if (!line.startsWith('* ')) throw new StepError('protocol-error');
    onUntagged(line);
  }
}

/** Returns the known response code of a status, as a fact of a failure. */
export function codeFacts({ code }: ImapStatus): { responseCode?: string } {
  const responseCode = knownResponseCode(code);
  return responseCode === undefined ? {} : { responseCode };
}

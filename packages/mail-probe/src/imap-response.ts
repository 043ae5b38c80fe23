import type { LineReader } from './line-reader.js';
import { StepError } from './step-error.js';

/** A status response (RFC 9051 §7.1): how it went, and the response code in brackets without them. */
export type ImapStatus = {
  readonly tag: string;
  readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  readonly code: string;
};

/** Response codes of RFC 9051 §7.1 and RFC 5530 that may be shown; others are a server's own text. */
const knownCodes = new Set(
  (
    'ALERT ALREADYEXISTS AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY CLIENTBUG CONTACTADMIN ' +
    'CORRUPTION EXPIRED EXPUNGEISSUED HASCHILDREN INUSE LIMIT NONEXISTENT NOPERM OVERQUOTA PRIVACYREQUIRED SERVERBUG ' +
    'UNAVAILABLE UNKNOWN-CTE'
  ).split(' '),
);

/** Reads a status response; null for any other line. */
export function parseImapStatus(line: string): ImapStatus | null {
  const match = /^(\*|[A-Z0-9]{1,20}) (OK|NO|BAD|BYE|PREAUTH)(?: \[([^\]]*)\])?(?: |$)/i.exec(line);
  if (match === null) return null;
  return { tag: match[1]!, status: match[2]!.toUpperCase() as ImapStatus['status'], code: match[3] ?? '' };
}

/** The first word of a response code if RFC 9051 or RFC 5530 knows it. */
export function knownResponseCode(code: string): string | undefined {
  const word = code.split(' ')[0]!.toUpperCase();
  return knownCodes.has(word) ? word : undefined;
}

/**
 * Reads the responses to one command up to its tagged status; untagged lines go to `onUntagged`. A BYE in between is
 * `server-busy`, a line that is neither is `protocol-error`.
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

/** The response code as a fact beside a failure. */
export function codeFacts({ code }: ImapStatus): { responseCode?: string } {
  const responseCode = knownResponseCode(code);
  return responseCode === undefined ? {} : { responseCode };
}

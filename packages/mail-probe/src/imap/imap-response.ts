import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';

/** A status response (RFC 9051 §7.1), with the response code without its brackets. */
export type ImapStatus = {
  readonly tag: string;
  readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  readonly code: string;
};

/** Response codes of RFC 9051 §7.1 and RFC 5530, which a report may contain; others are a server's own text. */
const knownCodes = new Set(
  (
    'ALERT ALREADYEXISTS AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY CLIENTBUG CONTACTADMIN ' +
    'CORRUPTION EXPIRED EXPUNGEISSUED HASCHILDREN INUSE LIMIT NONEXISTENT NOPERM OVERQUOTA PRIVACYREQUIRED SERVERBUG ' +
    'UNAVAILABLE UNKNOWN-CTE'
  ).split(' '),
);

/** Parses a status response; null for any other line. */
export function parseImapStatus(line: string): ImapStatus | null {
  const match = /^(\*|[A-Z0-9]{1,20}) (OK|NO|BAD|BYE|PREAUTH)(?: \[([^\]]*)\])?(?: |$)/i.exec(line);
  if (match === null) return null;
  return { tag: match[1]!, status: match[2]!.toUpperCase() as ImapStatus['status'], code: match[3] ?? '' };
}

/** The name of a response code if RFC 9051 or RFC 5530 defines it. */
export function knownResponseCode(code: string): string | undefined {
  const word = code.split(' ')[0]!.toUpperCase();
  return knownCodes.has(word) ? word : undefined;
}

/**
 * Reads the responses to one command up to its tagged status and calls `onUntagged` with each untagged line. A BYE fails
 * with `server-busy`, any other line with `protocol-error`.
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

/** The known response code of a status, as a fact of a failure. */
export function codeFacts({ code }: ImapStatus): { responseCode?: string } {
  const responseCode = knownResponseCode(code);
  return responseCode === undefined ? {} : { responseCode };
}

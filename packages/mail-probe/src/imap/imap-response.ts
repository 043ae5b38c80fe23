import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionClosed } from '../conversation/guarded-socket.js';
import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';

/**
 * An IMAP status response (RFC 9051 §7.1), with the response code without its brackets. The text is only compared
 * with patterns and never kept.
 */
export type ImapStatus = {
  readonly tag: string;
  readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  readonly code: string;
  readonly text: string;
};

/**
 * The response codes that a report may contain, from RFC 9051 §7.1 and RFC 5530. Any other code could be any text
 * of the server.
 */
const knownCodes = new Set(
  (
    'ALERT ALREADYEXISTS AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY CLIENTBUG CONTACTADMIN ' +
    'CORRUPTION EXPIRED EXPUNGEISSUED HASCHILDREN INUSE LIMIT NONEXISTENT NOPERM OVERQUOTA PRIVACYREQUIRED SERVERBUG ' +
    'THROTTLED UNAVAILABLE UNKNOWN-CTE WEBALERT'
  ).split(' '),
);

/** Parses an IMAP status response; returns null for any other line. */
export function parseImapStatus(line: string): ImapStatus | null {
  const match = /^(\*|[A-Z0-9]{1,20}) (OK|NO|BAD|BYE|PREAUTH)(?: \[([^\]]*)\])?(?: (.*))?$/i.exec(
    line.trimEnd(),
  );
  if (match === null) return null;
  const [, tag = '', status = '', code = '', text = ''] = match;
  return { tag, status: status.toUpperCase() as ImapStatus['status'], code, text };
}

/** Returns the name of a response code if RFC 9051, RFC 5530 or a large provider defines it, else undefined. */
export function knownResponseCode(code: string): string | undefined {
  const word = code.split(' ')[0]!.toUpperCase();
  return knownCodes.has(word) ? word : undefined;
}

/** The time in milliseconds to wait for the tagged status after an untagged BYE; servers send both at once. */
const byeGraceMs = 1_000;

export type ImapReplyHandlers = {
  readonly onUntagged?: (line: string) => void;
  /**
   * Called with the text of a command continuation request (RFC 9051 §7.6). If this function is absent, such a
   * request fails with `protocol-error`.
   */
  readonly onContinue?: (text: string) => void;
};

/**
 * Reads the responses to one command up to its tagged status. Untagged responses may come at any time (RFC 9051
 * §7); their literals are skipped. A BYE is returned only if no tagged status follows it. Any other line fails with
 * `protocol-error`.
 */
export async function readImapReply(
  reader: LineReader,
  tag: string,
  { onUntagged = () => {}, onContinue }: ImapReplyHandlers = {},
): Promise<ImapStatus> {
  let bye: ImapStatus | null = null;
  for (;;) {
    const line = await readBehindBye(reader, bye);
    if (line === null) return bye!;
    if (line === '') continue;
    const status = parseImapStatus(line);
    if (status?.tag.toUpperCase() === tag) return status;
    if (status?.tag === '*' && status.status === 'BYE') bye = status;
    else if (line.startsWith('+') && onContinue !== undefined) onContinue(line.slice(1).trim());
    else if (line.startsWith('* ')) {
      await skipLiterals(reader, line);
      onUntagged(line);
    } else if (status === null) throw new StepError('protocol-error');
  }
}

/** Returns the next line; null if the connection closes after a BYE, or if nothing follows the BYE in time. */
async function readBehindBye(reader: LineReader, bye: ImapStatus | null): Promise<string | null> {
  if (bye === null) return await reader.readLine();
  const next = reader.readLine().catch((error: unknown) => {
    if (isConnectionClosed(error)) return null;
    throw error;
  });
  return await Promise.race([next, delay(byeGraceMs, null, { ref: false })]);
}

/** Reads the lines that belong to the literals of a response (RFC 9051 §4.3). */
async function skipLiterals(reader: LineReader, line: string): Promise<void> {
  for (let end = line; ;) {
    const match = /\{(\d{1,9})\+?\}$/.exec(end);
    if (match === null) return;
    let missing = Number(match[1]);
    for (end = await reader.readLine(); end.length < missing; end = await reader.readLine())
      missing -= end.length + 2;
  }
}

/** Returns the known response code of a status, as a fact of a failure. */
export function codeFacts({ code }: ImapStatus): { responseCode?: string } {
  const responseCode = knownResponseCode(code);
  return responseCode === undefined ? {} : { responseCode };
}

/** Whether a status asks the client to try again later (RFC 5530 §3). */
export function isTemporaryStatus({ code, status }: ImapStatus): boolean {
  return (
    status === 'BYE' || ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'].includes(knownResponseCode(code) ?? '')
  );
}

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

/**
 * The time in milliseconds to wait for the tagged status after an untagged BYE or BAD; servers send both at once, or
 * no tagged status.
 */
const tagGraceMs = 1_000;

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
 * §7); their literals are skipped. An untagged BYE or BAD is returned only if no tagged status follows it. Any other
 * line fails with `protocol-error`.
 */
export async function readImapReply(
  reader: LineReader,
  tag: string,
  { onUntagged = () => {}, onContinue }: ImapReplyHandlers = {},
): Promise<ImapStatus> {
  let untagged: ImapStatus | null = null;
  for (;;) {
    const line = untagged === null ? await reader.readLine() : await readInGrace(reader);
    if (line === null) return untagged!;
    if (line === '') continue;
    const status = parseImapStatus(line);
    if (status?.tag.toUpperCase() === tag) return status;
    if (status?.tag === '*') {
      if (status.status === 'BYE' || status.status === 'BAD') untagged = status;
      onUntagged(line);
    } else if (line.startsWith('+') && onContinue !== undefined) onContinue(line.slice(1).trim());
    else if (line.startsWith('* ')) {
      await skipLiterals(reader, line);
      onUntagged(line);
    } else if (status === null) throw new StepError('protocol-error');
  }
}

/** Returns the next line; null if the connection closes, or if no line comes in time. */
async function readInGrace(reader: LineReader): Promise<string | null> {
  const next = reader.readLine().catch((error: unknown) => {
    if (isConnectionClosed(error)) return null;
    throw error;
  });
  return await Promise.race([next, delay(tagGraceMs, null, { ref: false })]);
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

const temporaryCodes = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'THROTTLED']);
// cspell:ignore temporar
const temporaryText = /too (?:many|fast)|later|busy|limit|overload|unavailable|temporar/i;
const refusalText =
  /denied|block|black ?list|banned|not (?:allowed|permitted|authori[sz]ed|welcome)|refuse|reject|prohibited|forbidden/i;

/**
 * Returns the failure for a status that refuses a connection or a command: `server-busy` if it asks the client to try
 * again later (RFC 5530 §3), or closes the connection without a reason; `server-refused` if it closes the connection
 * because of our address; else `code`.
 */
export function refusedBy(status: ImapStatus, code: 'protocol-error' | 'starttls-refused'): StepError {
  const facts = codeFacts(status);
  const isBye = status.status === 'BYE';
  const isTemporary = temporaryCodes.has(facts.responseCode ?? '') || temporaryText.test(status.text);
  if (isBye && !isTemporary && refusalText.test(status.text)) return new StepError('server-refused', facts);
  return new StepError(isBye || isTemporary ? 'server-busy' : code, facts);
}

import { hostname } from 'node:os';
import { isIP } from 'node:net';
import type { ReplyFacts } from '@postern/core/failures/describe-failure';
import type { Conversation } from '../conversation/conversation.js';
import type { LineReader } from '../conversation/line-reader.js';
import { StepError } from '../conversation/step-error.js';

/** An SMTP reply (RFC 5321 §4.2): its code and the text of each line. The text is only parsed, never kept. */
export type SmtpReply = { readonly code: number; readonly lines: readonly string[] };

const replyLine = /^([2-5]\d\d)([ -]|$)(.*)$/;

/**
 * Reads one SMTP reply of one or more lines. A line without a reply code, or with another code than the first line,
 * fails with `protocol-error`.
 */
export async function readSmtpReply(reader: LineReader, firstLine?: string): Promise<SmtpReply> {
  const lines: string[] = [];
  let code = 0;
  for (let line = firstLine ?? (await reader.readLine()); ; line = await reader.readLine()) {
    const match = replyLine.exec(line);
    if (match === null || (code !== 0 && Number(match[1]) !== code)) throw new StepError('protocol-error');
    code = Number(match[1]);
    lines.push(match[3]!);
    if (match[2] !== '-') return { code, lines };
  }
}

/**
 * Returns the numeric facts of an SMTP reply: its code, and the first enhanced status code (RFC 3463) of its lines
 * that belongs to the same class. RFC 2034 §4 wants it in every line, but some servers write it only in one.
 */
export function smtpReplyFacts({ code, lines }: SmtpReply): ReplyFacts {
  const found = lines.map((line) => /^ ?#?([245]\.\d{1,3}\.\d{1,3})(?:[ :]|$)/.exec(line)?.[1]);
  const enhanced = found.find((one) => one?.startsWith(String(code)[0]!));
  return { replyCode: code, ...(enhanced === undefined ? {} : { enhancedStatusCode: enhanced }) };
}

/**
 * Matches a name of two labels or more, of letters, digits and hyphens, which servers accept as a fully qualified
 * name.
 */
const fullName = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/**
 * Returns the argument of EHLO (RFC 5321 §4.1.1.1): the operator's name, else the full name of this host, else the
 * address that the server sees (§4.1.3). 127.0.0.1 is not used, because it would be false and spam filters refuse
 * it. If no address is known, the argument is the bare host name.
 */
export function ehloName(
  { request, report, connected }: Pick<Conversation, 'request' | 'report' | 'connected'>,
  host = hostname(),
): string {
  if (request.ehloName !== null) return request.ehloName;
  if (fullName.test(host)) return host;
  const address = report.sourceAddress ?? connected.localAddress ?? '';
  if (isIP(address) === 0 || /^(?:127\.|::1$|::ffff:127\.)/.test(address)) return host;
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}

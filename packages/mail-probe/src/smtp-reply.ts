import type { ReplyFacts } from '@postern/core/failures/describe-failure';
import type { LineReader } from './line-reader.js';
import { StepError } from './step-error.js';

/** A reply (RFC 5321 §4.2): its code and the text of each line, for parsing only. */
export type SmtpReply = { readonly code: number; readonly lines: readonly string[] };

const replyLine = /^([2-5]\d\d)([ -]|$)(.*)$/;

/** Reads one reply of one or more lines; a line that is none, or another code in the middle, is `protocol-error`. */
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

/** The numeric facts of a reply: its code and the enhanced status code (RFC 3463) if its class fits. */
export function smtpReplyFacts({ code, lines }: SmtpReply): ReplyFacts {
  const match = /^([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(lines.at(-1) ?? '');
  const enhanced = match?.[1]?.startsWith(String(code)[0]!) ? match[1] : undefined;
  return { replyCode: code, ...(enhanced === undefined ? {} : { enhancedStatusCode: enhanced }) };
}

import type { Duplex } from 'node:stream';
import type { Conversation } from './conversation.js';
import { knownMechanisms, knownSmtpKeywords } from './known-words.js';
import type { LineReader } from './line-reader.js';
import { readSmtpReply, smtpReplyFacts } from './smtp-reply.js';
import { StepError } from './step-error.js';

/**
 * Says EHLO (RFC 5321 §4.1.1.1) and keeps the known keywords and mechanisms in the report; returns all keywords, upper
 * case. A server that refuses it cannot do STARTTLS or AUTH and is `protocol-error`.
 */
export async function sayEhlo(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
): Promise<ReadonlySet<string>> {
  return await conversation.step('capability', async (facts) => {
    stream.write(`EHLO ${ehloName(conversation)}\r\n`);
    const reply = await readSmtpReply(reader);
    if (reply.code === 421) throw new StepError('server-busy', smtpReplyFacts(reply));
    if (reply.code !== 250) throw new StepError('protocol-error', smtpReplyFacts(reply));
    // "AUTH=PLAIN" is how servers of the nineties wrote it, and some still do beside the right form.
    const lines = reply.lines.slice(1).map((line) => line.trim().toUpperCase().split(/[ =]+/));
    const keywords = new Set(lines.map(([keyword]) => keyword!));
    const mechanisms = lines.filter(([keyword]) => keyword === 'AUTH').flatMap(([, ...words]) => words);
    conversation.report.capabilities = knownSmtpKeywords([...keywords]);
    conversation.report.authMechanisms = knownMechanisms(mechanisms);
    facts.capabilities = conversation.report.capabilities;
    facts.authMechanisms = conversation.report.authMechanisms;
    return keywords;
  });
}

/** An address literal (RFC 5321 §4.1.3): ours if the server sees it anyway, else one that tells nothing. */
export function ehloName({ report: { sourceAddress } }: Conversation): string {
  if (sourceAddress === null) return '[127.0.0.1]';
  return sourceAddress.includes(':') ? `[IPv6:${sourceAddress}]` : `[${sourceAddress}]`;
}

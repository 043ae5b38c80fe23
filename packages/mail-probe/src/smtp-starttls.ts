import type { Duplex } from 'node:stream';
import type { Conversation } from './conversation.js';
import type { LineReader } from './line-reader.js';
import { readSmtpReply, smtpReplyFacts } from './smtp-reply.js';
import { StepError } from './step-error.js';

/**
 * STARTTLS (RFC 3207 §4): required or absent, never opportunistic. Bytes behind the answer would be read as if they had
 * come encrypted (CVE-2011-0411), so they end the conversation.
 */
export async function startSmtpTls(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  keywords: ReadonlySet<string>,
): Promise<void> {
  await conversation.step('starttls', async () => {
    if (!keywords.has('STARTTLS')) throw new StepError('starttls-not-offered');
    stream.write('STARTTLS\r\n');
    const reply = await readSmtpReply(reader);
    if (reply.code !== 220) throw new StepError('starttls-refused', smtpReplyFacts(reply));
    if (reader.release().hasLeftovers) throw new StepError('starttls-injection');
  });
}

import type { Conversation } from './conversation.js';
import type { LineReader } from './line-reader.js';
import { readGreeting, refuseForeignGreeting } from './read-greeting.js';
import { readSmtpReply, smtpReplyFacts } from './smtp-reply.js';
import { StepError } from './step-error.js';
import { recogniseFirstBytes } from './first-bytes.js';

/** Reads the greeting (RFC 5321 §3.1): 220 welcomes, 4yz asks to come back later, 554 and other 5yz turn us away. */
export async function readSmtpGreeting(conversation: Conversation, reader: LineReader): Promise<void> {
  await conversation.step('greeting', async () => {
    const line = await readGreeting(conversation, reader);
    const isForeign =
      !/^[245]\d\d(?:[ -]|$)/.test(line) || recogniseFirstBytes(Buffer.from(line, 'latin1')) === 'FTP';
    if (isForeign) throw refuseForeignGreeting(conversation, line, 'SMTP');
    const reply = await readSmtpReply(reader, line);
    if (reply.code === 220) return;
    if (reply.code >= 500) throw new StepError('server-refused', smtpReplyFacts(reply));
    if (reply.code >= 400) throw new StepError('server-busy', smtpReplyFacts(reply));
    throw new StepError('protocol-error', smtpReplyFacts(reply));
  });
}

import type { Duplex } from 'node:stream';
import type { Conversation } from './conversation.js';
import { codeFacts, readImapReply } from './imap-response.js';
import type { LineReader } from './line-reader.js';
import { StepError } from './step-error.js';

/**
 * STARTTLS (RFC 9051 §6.2.1): required or absent, never opportunistic. Bytes behind the answer would be read as if they
 * had come encrypted (CVE-2011-0411), so they end the conversation.
 */
export async function startImapTls(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  capabilities: ReadonlySet<string>,
  tag: string,
): Promise<void> {
  await conversation.step('starttls', async () => {
    if (!capabilities.has('STARTTLS')) throw new StepError('starttls-not-offered');
    stream.write(`${tag} STARTTLS\r\n`);
    const status = await readImapReply(reader, tag);
    if (status.status !== 'OK') throw new StepError('starttls-refused', codeFacts(status));
    if (reader.release().hasLeftovers) throw new StepError('starttls-injection');
  });
}

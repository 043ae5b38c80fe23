import type { Conversation } from './conversation.js';
import { parseImapStatus, codeFacts } from './imap-response.js';
import type { LineReader } from './line-reader.js';
import { readGreeting, refuseForeignGreeting } from './read-greeting.js';
import { StepError } from './step-error.js';

/**
 * Reads the greeting (RFC 9051 §7.1.4, §7.1.5). PREAUTH before TLS would make STARTTLS impossible, so somebody may have
 * put it there (RFC 9051 §11.2); inside TLS it would let a wrong password pass.
 */
export async function readImapGreeting(
  conversation: Conversation,
  reader: LineReader,
  isSecure: boolean,
): Promise<void> {
  await conversation.step('greeting', async () => {
    const line = await readGreeting(conversation, reader);
    const status = parseImapStatus(line);
    if (status === null || status.tag !== '*') throw refuseForeignGreeting(conversation, line, 'IMAP');
    if (status.status === 'OK') return;
    if (status.status === 'BYE') throw new StepError('server-busy', codeFacts(status));
    if (status.status === 'PREAUTH' && !isSecure) throw new StepError('starttls-injection');
    throw new StepError('protocol-error');
  });
}

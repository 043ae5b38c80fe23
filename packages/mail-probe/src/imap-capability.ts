import type { Duplex } from 'node:stream';
import type { Conversation } from './conversation.js';
import { codeFacts, readImapReply } from './imap-response.js';
import { knownImapCapabilities, knownMechanisms } from './known-words.js';
import type { LineReader } from './line-reader.js';
import { StepError } from './step-error.js';

/** Asks for the capabilities (RFC 9051 §6.1.1) and keeps the known ones in the report; returns all words, upper case. */
export async function askImapCapabilities(
  conversation: Conversation,
  stream: Duplex,
  reader: LineReader,
  tag: string,
): Promise<ReadonlySet<string>> {
  return await conversation.step('capability', async (facts) => {
    const words = new Set<string>();
    stream.write(`${tag} CAPABILITY\r\n`);
    const status = await readImapReply(reader, tag, (line) => {
      const match = /^\* CAPABILITY (.+)$/i.exec(line);
      for (const word of match?.[1]!.trim().toUpperCase().split(/ +/) ?? []) words.add(word);
    });
    if (status.status !== 'OK') throw new StepError('protocol-error', codeFacts(status));
    if (!words.has('IMAP4REV1') && !words.has('IMAP4REV2')) throw new StepError('protocol-error');
    const mechanisms = [...words].filter((word) => word.startsWith('AUTH=')).map((word) => word.slice(5));
    conversation.report.capabilities = knownImapCapabilities([...words]);
    conversation.report.authMechanisms = knownMechanisms(mechanisms);
    facts.capabilities = conversation.report.capabilities;
    facts.authMechanisms = conversation.report.authMechanisms;
    return words;
  });
}

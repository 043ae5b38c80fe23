import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { printError } from './print.js';

/**
 * Reads a password or token: the first line of standard input, or on a terminal what the user types after `prompt`,
 * without echo. It is not a command line option, because every user of the machine can read the options of a process.
 */
export async function readSecret(prompt: string): Promise<string> {
  const { stdin } = process;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY });
  try {
    if (!stdin.isTTY) {
      for await (const line of lines) return line;
      return '';
    }
    printError(prompt);
    const secret = await lines.question('');
    printError('\n');
    return secret;
  } finally {
    lines.close();
  }
}

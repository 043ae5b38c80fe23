import { startScriptedServer, type ScriptedServer } from './scripted-server.js';
import type { ServerTls } from './accept-tls.js';
import { readMail, type ReadMail } from './read-mail.js';

/** A mail that the server has stored, for one recipient. */
export type TakenMail = ReadMail & { readonly to: string };

/**
 * Starts a server with implicit TLS that stores every mail in `taken` and confirms it after a random pause of up to
 * `longestPauseMs`. A client that dies in the pause does not learn that the mail was stored.
 */
export async function startMailTaker(
  tls: ServerTls,
  longestPauseMs: number,
): Promise<ScriptedServer & { readonly taken: readonly TakenMail[] }> {
  const taken: TakenMail[] = [];
  const server = await startScriptedServer(async (wire) => {
    let to = '';
    wire.send('220 mail.example.com ESMTP');
    for (;;) {
      const line = await wire.readLine();
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'QUIT') return wire.send('221 2.0.0 bye');
      to = /^RCPT TO:<([^>]+)>/i.exec(line)?.[1] ?? to;
      wire.send(command === 'DATA' ? '354 go on' : '250 2.0.0 ok');
      if (command !== 'DATA') continue;
      taken.push({ ...readMail(await wire.readUntil('\r\n.\r\n')), to });
      await wire.pause(Math.random() * longestPauseMs);
      wire.send('250 2.0.0 stored');
    }
  }, tls);
  return { ...server, taken };
}

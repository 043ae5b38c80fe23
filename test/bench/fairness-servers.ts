/**
 * The servers of the fairness benchmark, in their own process. `good`: one IMAP and one submissions server that
 * follow the protocol. `hostile`: 20 pairs, each with another attack; they run at the lowest priority, because the
 * servers of a real attacker take no processor time from the worker. Prints the ports, and for `good` the file of
 * the CA, as one line of JSON. A line on standard input ends the conversations that are kept waiting; the end of
 * standard input ends the process.
 */
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer, type Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

const hostilePairs = 20;
const lowestPriority = 19;
let release = Promise.withResolvers<void>();

const flood =
  (line: string): Script =>
  (wire) =>
    wire.sendForEver(line.repeat(Math.ceil(16_384 / line.length)));

/**
 * Sends nothing, or one byte every 100 ms, until the script is released; then sends a line that ends the
 * conversation.
 */
const keepWaiting =
  (isDripping: boolean): Script =>
  async (wire) => {
    const over = release.promise.then(() => true);
    while (!(await Promise.race([over, wire.pause(100)]))) if (isDripping) wire.sendRaw('a');
    wire.send('go away');
  };

const hostileScripts: readonly Script[] = [
  flood('* OK welcome to a line that means nothing\r\n'),
  flood('220-welcome\r\n'),
  flood('x'),
  flood('\r\n'),
  flood('\x16\x03\x03\x40\x00'.padEnd(16_389, '\x02')),
  keepWaiting(true),
  keepWaiting(false),
];

async function startGood(): Promise<object> {
  const folder = await createPrivateFolder('fairness');
  process.once('exit', () => void folder.remove());
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const [key, cert] = await Promise.all(
    [files.keyFile, files.certificateFile].map((file) => readFile(file, 'utf8')),
  );
  const tls = { key: key!, cert: cert! };
  const [imap, smtp] = [
    await startScriptedServer(imapScript(), tls),
    await startScriptedServer(smtpScript(), tls),
  ];
  return { pairs: [[imap.port, smtp.port]], caFile: authority.caFile };
}

async function startHostile(): Promise<object> {
  setPriority(lowestPriority);
  const start = (place: number) => startScriptedServer(hostileScripts[place % hostileScripts.length]!);
  const pairs = [];
  for (let pair = 0; pair < hostilePairs; pair += 1)
    pairs.push([(await start(2 * pair)).port, (await start(2 * pair + 1)).port]);
  return { pairs };
}

console.log(JSON.stringify(await (process.argv[2] === 'good' ? startGood() : startHostile())));
process.stdin.on('data', () => {
  release.resolve();
  release = Promise.withResolvers();
});
process.stdin.on('end', () => process.exit());

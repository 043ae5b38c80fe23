/**
 * The servers of the fairness benchmark, in their own process. `good`: an IMAP and a submissions server that follow the
 * protocol, and a DNS server. `hostile`: one server for each attack; they run at the lowest priority, because the servers
 * of a real attacker take no processor time from the worker. Prints the ports, and for `good` the file of the CA, as one
 * line of JSON. A line on standard input is answered with the largest number of conversations that a good server had at
 * once since the line before. The end of standard input ends the process.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { setPriority } from 'node:os';
import { createServer } from 'node:tls';
import { makeCostlyChain } from '../certificates/costly-chain.js';
import { finiteField } from '../scenarios/costly-tls-scenarios.js';
import type { ServerTls } from '../servers/accept-tls.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startDnsServer } from '../servers/dns-server.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer, type Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

const lowestPriority = 19;
/** Every address of 127.0.0.0/8 leads here, so that names can have addresses of their own. */
const everywhere = { host: '0.0.0.0', port: 0 };
let most = 0;

/** Counts a conversation from its TLS handshake to its LOGOUT or QUIT. */
function counted(script: Script): Script {
  let running = 0;
  return async (wire) => {
    running += 1;
    most = Math.max(most, running);
    await script(wire).finally(() => (running -= 1));
  };
}

const start = async (script: Script, tls?: ServerTls) =>
  (await startScriptedServer(script, tls, everywhere)).port;

async function keyPair() {
  const folder = await createPrivateFolder('fairness');
  process.once('exit', () => void folder.remove());
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1', 'DNS:*.example.com'], 90);
  const [key, cert] = await Promise.all(
    [files.keyFile, files.certificateFile].map((file) => readFile(file, 'utf8')),
  );
  return { key: key!, cert: cert!, caFile: authority.caFile };
}

async function startGood(): Promise<object> {
  const { caFile, ...tls } = await keyPair();
  const dns = await startDnsServer((host) => {
    if (host.endsWith('.silent.example.com')) return 'silence';
    const number = Number(/^n(\d+)\./.exec(host)?.[1] ?? 0);
    return [number === 0 ? '127.0.0.1' : `127.1.${(number >> 8) & 0xff}.${number & 0xff}`];
  });
  const imap = await start(counted(imapScript()), tls);
  const smtp = await start(counted(smtpScript()), tls);
  return { imap, smtp, dns: dns.port, caFile };
}

const flood: Script = (wire) => wire.sendForEver('* OK welcome to a line that means nothing\r\n'.repeat(400));

async function startHostile(): Promise<object> {
  setPriority(lowestPriority);
  const { caFile: _, ...tls } = await keyPair();
  const drip: Script = async (wire) => {
    const timer = setInterval(() => wire.sendRaw('a'), 100);
    await wire.untilClosed().finally(() => clearInterval(timer));
  };
  return {
    silent: await start((wire) => wire.untilClosed()),
    flood: await start(flood),
    dhe: await start(imapScript(), { ...tls, ...finiteField('modp18') }),
    chain: await start(imapScript(), makeCostlyChain(16)),
    renegotiation: await startRenegotiating(tls),
    'drip-in-tls': await start(drip, tls),
    'flood-in-tls': await start(flood, tls),
  };
}

/** Starts a server of TLS 1.2 that asks for a new handshake all the time and says nothing. */
async function startRenegotiating(tls: ServerTls): Promise<number> {
  const server = createServer({ ...tls, maxVersion: 'TLSv1.2' }, (socket) => {
    const ask = () => socket.renegotiate({}, ask);
    socket.on('error', () => undefined);
    ask();
  });
  server.listen(0, everywhere.host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

console.log(JSON.stringify(await (process.argv[2] === 'good' ? startGood() : startHostile())));
process.stdin.on('data', () => {
  console.log(most);
  most = 0;
});
process.stdin.on('end', () => process.exit());

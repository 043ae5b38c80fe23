/**
 * Mail servers in their own process: as many IMAP and submissions servers with implicit TLS on 127.0.0.1 as the
 * argument says. Prints their ports and the file of their CA as one line of JSON, and ends when its standard input
 * ends.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:tls';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import type { Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { Wire } from '../servers/wire.js';

const count = Number(process.argv[2]);
const folder = await createPrivateFolder('bench');
const authority = await createCertificateAuthority(folder.path);
const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
const tls = {
  key: await readFile(files.keyFile, 'utf8'),
  cert: await readFile(files.certificateFile, 'utf8'),
};

async function serve(script: Script): Promise<number> {
  const server = createServer(tls, (socket) => {
    socket.on('error', () => undefined);
    const wire = new Wire(socket, () => undefined);
    script(wire).then(
      () => wire.end(),
      () => socket.destroy(),
    );
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const accounts = { 'jane@example.com': 'password' };
const serveAll = (script: Script) => Promise.all(Array.from({ length: count }, () => serve(script)));
const imapPorts = await serveAll(imapScript({ accounts }));
const smtpPorts = await serveAll(smtpScript({ accounts }));
console.log(JSON.stringify({ imapPorts, smtpPorts, caFile: authority.caFile }));
process.stdin.on('end', () => void folder.remove().finally(() => process.exit())).resume();

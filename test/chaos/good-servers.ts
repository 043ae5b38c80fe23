import { readFile } from 'node:fs/promises';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer, type Script } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

export type GoodServers = {
  /** What the api and the worker need in their environment to verify these servers; `more` are further ports. */
  environment(more?: readonly number[]): Readonly<Record<string, string>>;
  /** The body that saves a domain; the domains take the servers in turn by their index. */
  settings(domain: string, index: number): { readonly domain: string };
  close(): Promise<void>;
};

/**
 * Starts `count` IMAP and as many submissions servers that follow the protocol, each conversation after a random pause of
 * up to `longestPauseMs`. A server has two conversations at a time, so their number limits how fast domains are verified.
 */
export async function startGoodServers(count: number, longestPauseMs = 0): Promise<GoodServers> {
  const folder = await createPrivateFolder('chaos');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const accounts = { 'jane@example.com': 'password' };
  const start = (script: Script) => {
    const late: Script = async (wire) => {
      await wire.pause(Math.random() * longestPauseMs);
      await script(wire);
    };
    return Promise.all(Array.from({ length: count }, () => startScriptedServer(late, tls)));
  };
  const [imap, smtp] = await Promise.all([start(imapScript({ accounts })), start(smtpScript({ accounts }))]);
  const all = [...imap, ...smtp];
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  return {
    environment: (more = []) => ({
      POSTERN_EGRESS_PORTS: [...all.map(({ port }) => port), ...more].join(),
      POSTERN_EGRESS_CA: authority.caFile,
    }),
    settings: (domain, index) => ({
      domain,
      kind: 'imap',
      imap: server(imap[index % count]!.port),
      smtp: server(smtp[index % count]!.port),
    }),
    async close() {
      await Promise.all(all.map((one) => one.close()));
      await folder.remove();
    },
  };
}

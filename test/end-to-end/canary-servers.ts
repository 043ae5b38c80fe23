import { readFile } from 'node:fs/promises';
import type { components } from '@postern/client/generated/openapi';
import { createTokenIssuer } from '../servers/token-issuer.js';
import type { WantedSecret } from '../environment/secret-spellings.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startDovecot } from '../servers/dovecot.js';
import { exchangeScript, onPremisesChallenge } from '../servers/exchange-script.js';
import { imapScript } from '../servers/imap-script.js';
import { startPostfix } from '../servers/postfix.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

type Servers = components['schemas']['ServersInput'];

/** The servers that the canary password is sent to, by what they do with it. */
export type CanaryServers = {
  /** The values for POSTERN_EGRESS_CA and POSTERN_EGRESS_PORTS. */
  readonly caFile: string;
  readonly ports: readonly number[];
  /** Dovecot and Postfix, which accept the password for the user names of the secret. */
  readonly real: Servers;
  /** Scripted servers that repeat the password wherever the protocol allows a text. */
  readonly echoingImap: Servers;
  readonly echoingSmtp: Servers;
  readonly echoingExchange: Servers;
  /** A token that Dovecot and Postfix accept for a user, and one of the same text that they refuse. */
  readonly accessTokens: { readonly right: string; readonly refused: string };
  /** An IMAP server that reads the password and sends no answer. */
  readonly silent: { readonly settings: Servers; readonly server: ScriptedServer };
  /** Where Postern submits its own mails, with the password of the first user; and what it has submitted. */
  readonly smtpUrl: string;
  readonly readMails: () => Promise<string[]>;
  stop(): Promise<void>;
};

/** Starts all servers on 127.0.0.1, with one certificate. */
export async function startCanaryServers({ secret, core, usernames }: WantedSecret): Promise<CanaryServers> {
  const folder = await createPrivateFolder('canary');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const [key, cert] = await Promise.all(
    [files.keyFile, files.certificateFile].map((file) => readFile(file, 'utf8')),
  );
  const start = (script: Parameters<typeof startScriptedServer>[0]) =>
    startScriptedServer(script, { key: key!, cert: cert! });
  const users = usernames.map((username) => ({ username, password: secret }));
  const issuer = await createTokenIssuer();
  const tokens = { publicKey: issuer.publicKey, mechanisms: ['oauthbearer'] } as const;
  const dovecot = await startDovecot(files, {}, users, tokens);
  const postfix = await startPostfix(files, dovecot.saslPort);
  const scripted = {
    good: await start(imapScript({ loginAnswer: () => '% OK welcome\r\n' })),
    imap: await start(echoingImap(core)),
    smtp: await start(echoingSmtp(core)),
    exchange: await start(echoingExchange(core)),
    silent: await start(imapScript({ loginAnswer: () => '' })),
  };
  const imapAndSmtp = (imap: number, smtp: number): Servers => ({
    kind: 'imap',
    imap: { host: '127.0.0.1', port: imap, tls: 'implicit' },
    smtp: { host: '127.0.0.1', port: smtp, tls: 'implicit' },
  });
  return {
    caFile: authority.caFile,
    ports: [dovecot.imapsPort, postfix.submissionsPort, ...Object.values(scripted).map(({ port }) => port)],
    real: imapAndSmtp(dovecot.imapsPort, postfix.submissionsPort),
    accessTokens: {
      right: await issuer.sign(usernames[0]!),
      refused: await issuer.sign(usernames[0]!, { scope: 'calendar' }),
    },
    echoingImap: imapAndSmtp(scripted.imap.port, scripted.smtp.port),
    echoingSmtp: imapAndSmtp(scripted.good.port, scripted.smtp.port),
    echoingExchange: {
      kind: 'exchange',
      exchange: { url: `https://127.0.0.1:${scripted.exchange.port}/EWS/Exchange.asmx` },
    },
    silent: {
      settings: imapAndSmtp(scripted.silent.port, scripted.smtp.port),
      server: scripted.silent,
    },
    smtpUrl: `smtps://${encodeURIComponent(usernames[0]!)}:${encodeURIComponent(secret)}@127.0.0.1:${postfix.submissionsPort}`,
    readMails: postfix.readMails,
    async stop() {
      await Promise.all(Object.values(scripted).map((server) => server.close()));
      await postfix.stop();
      await dovecot.stop();
      await folder.remove();
    },
  };
}

/** A server may know the password from an earlier login, so this one repeats it in its greeting too. */
function echoingImap(core: string) {
  return imapScript({
    greeting: `* OK [${core}] ${core} ready`,
    capabilities: `IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=OAUTHBEARER AUTH=${core} ${core}`,
    tokenChallenge: { status: core, scope: core, error_description: core },
    loginAnswer: (password) => `* OK [ALERT] ${password}\r\n% NO [${core}] ${password} is wrong\r\n`,
  });
}

function echoingSmtp(core: string) {
  return smtpScript({
    greeting: `220 ${core} ESMTP ${core}`,
    keywords: [`AUTH PLAIN ${core}`, core],
    loginAnswer: (password) => `535-5.7.8 ${password}\r\n535 5.7.8 ${core} is wrong\r\n`,
  });
}

function echoingExchange(core: string) {
  const headers = { ...onPremisesChallenge.headers, 'x-feserver': core, server: core };
  return exchangeScript(({ login }) =>
    login === null
      ? { status: 401, headers }
      : { status: 401, headers: { ...headers, 'x-echo': core }, body: `${core} ${core}` },
  );
}

import { heapOptions } from '@postern/cli/heap-options';
import { answerOf } from '@postern/client/postern-client';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startStack, type App, type Stack } from '../end-to-end/start-stack.js';
import { mountSmallDisk, type SmallDisk } from '../environment/small-disk.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres, type PrivatePostgres } from '../environment/test-postgres.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

type LogRecord = { readonly msg: string; readonly err?: { readonly message?: string } };

/** The records of the whole lines that a process has logged; what it says on standard error is no JSON. */
export function recordsOf(output: string): LogRecord[] {
  return output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogRecord);
}

/** An api and a worker as processes, the PostgreSQL that they use, and mail servers that a test can let wait. */
export type RunningBed = {
  readonly stack: Stack;
  readonly postgres: PrivatePostgres;
  readonly disk: SmallDisk;
  /** Connects to the database of the processes as the superuser. */
  connectSuperuser(): Promise<Client>;
  /** The address of this machine from which the worker's probes leave. */
  readonly egressAddress: string;
  /** Starts a verification of a domain, and resolves when its handshake is done and it waits for the IMAP server's greeting. */
  connectAnother(domain: string): Promise<void>;
  /** What the processes of a kind have written on standard output and standard error so far. */
  outputOf(app: App): string;
  /** The records that a process has logged so far. */
  logOf(app: App): readonly LogRecord[];
  /** Saves a domain and starts a verification with a login; resolves when the worker waits for the IMAP server's greeting. */
  beginVerification(domain: string): Promise<string>;
  /** The state of the newest verification of a domain; null while the api cannot say it. */
  latestStateOf(domain: string): Promise<string | null>;
  /** Lets the IMAP server greet everybody who waits. */
  greet(): void;
  close(): Promise<void>;
};

const login = { username: 'jane@example.com', password: 'password' };

export async function startRunningBed(): Promise<RunningBed> {
  const postgres = await startPrivatePostgres();
  const disk = await mountSmallDisk(postgres);
  const database = await createTestDatabase(postgres.url);
  const mail = await startWaitingServers();
  // Of TEST-NET-1 (RFC 5737), and another one in each run on a machine.
  const egressAddress = `192.0.2.${1 + (process.pid % 254)}`;
  await changeAddress('replace', egressAddress);
  const output: Record<App, string> = { api: '', worker: '' };
  const stack = await startStack({
    databaseUrl: database.connectionString,
    environment: {
      ...mail.environment,
      POSTERN_EGRESS_ADDRESS: egressAddress,
      NODE_OPTIONS: `${heapOptions} --import=${new URL('faults-on-signal.mjs', import.meta.url).href}`,
    },
    onOutput: (app, chunk) => (output[app] += chunk.toString()),
  });
  return {
    stack,
    postgres,
    disk,
    async connectSuperuser() {
      const client = new Client({ connectionString: database.superuserConnectionString });
      await client.connect();
      return client;
    },
    egressAddress,
    async connectAnother(domain) {
      const { id } = await startVerification(stack, domain, {});
      await waitUntil(async () => {
        const read = await answerOf(stack.client.GET('/v1/verifications/{id}', { params: { path: { id } } }));
        const imap = read.endpoints.find(({ endpoint }) => endpoint === 'imap');
        return imap?.steps.some(({ stage, state }) => stage === 'tls' && state === 'passed') ?? false;
      });
    },
    outputOf: (app) => output[app],
    logOf: (app) => recordsOf(output[app]),
    async beginVerification(domain) {
      const body = { domain, ...mail.settings };
      const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body }));
      mail.letPass();
      await stack.settled(saved.verification.id!);
      const started = await mail.whileClosed(() => startVerification(stack, domain, { credentials: login }));
      return started.id;
    },
    async latestStateOf(domain) {
      const { data } = await stack.client.GET('/v1/mail-settings/{domain}', { params: { path: { domain } } });
      return data?.verification.state ?? null;
    },
    greet: mail.letPass,
    async close() {
      mail.letPass();
      await stack.stop();
      await mail.close();
      await postgres.stop();
      await disk.remove();
      await changeAddress('del', egressAddress);
    },
  };
}

function startVerification({ client }: Stack, domain: string, body: { readonly credentials?: typeof login }) {
  const params = { path: { domain } };
  return answerOf(client.POST('/v1/mail-settings/{domain}/verifications', { params, body }));
}

/** Gives an address to the loopback interface of this machine (`replace`), or takes it away (`del`). */
export async function changeAddress(how: 'replace' | 'del', address: string): Promise<void> {
  await promisify(execFile)('ip', ['address', how, `${address}/32`, 'dev', 'lo']);
}

/** An IMAP server that greets nobody while its gate is closed, and an SMTP server. */
async function startWaitingServers() {
  const folder = await createPrivateFolder('running');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const accounts = { [login.username]: login.password };
  let gate = Promise.withResolvers<void>();
  const talk = imapScript({ accounts });
  const imap = await startScriptedServer(async (wire) => {
    await gate.promise;
    await talk(wire);
  }, tls);
  const smtp = await startScriptedServer(smtpScript({ accounts }), tls);
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' as const });
  return {
    environment: { POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}`, POSTERN_EGRESS_CA: authority.caFile },
    settings: { kind: 'imap' as const, imap: server(imap.port), smtp: server(smtp.port) },
    letPass: () => gate.resolve(),
    /** Closes the gate, and resolves to the result of `begin` when the IMAP server has one more connection. */
    async whileClosed<Value>(begin: () => Promise<Value>): Promise<Value> {
      gate = Promise.withResolvers();
      const before = imap.connections();
      const value = await begin();
      await waitUntil(() => imap.connections() > before);
      return value;
    },
    async close() {
      await imap.close();
      await smtp.close();
      await folder.remove();
    },
  };
}

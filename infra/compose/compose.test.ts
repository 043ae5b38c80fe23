import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeEnvironment } from '@postern/core/environment';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivatePostgres, type PrivatePostgres } from '@postern/test/environment/test-postgres';
import { waitUntil } from '@postern/test/environment/wait-until';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { reservePort, waitForPort } from '@postern/test/servers/loopback-port';
import { cleanEnvironment, posternEntry, runPostern } from '@postern/test/servers/run-postern';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { DCLinter } from 'dclint';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { readComposeFile } from './compose-file.js';

type Verification = { readonly id: string; readonly state: string };
/** The status of a response, and its body: a verification, or what has one. */
type Answer = {
  readonly status: number;
  readonly value: Verification & { readonly verification: Verification };
};

const here = fileURLToPath(new URL('.', import.meta.url));
const compose = readComposeFile({ POSTERN_SITE: 'localhost' });
const service = (name: string) => compose.services[name]!;
const ours = ['api-1', 'api-2', 'worker', 'migrate'];

test('dclint finds no fault in compose.yaml', () => {
  // Anchors come before their use, and the keys of a service in the order of its life.
  const rules = { 'service-keys-order': 0, 'top-level-properties-order': 0 } as const;
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
  // The types of dclint 3.1.0 import files that it does not ship, so that its results have none.
  const results = linter.lintFiles([join(here, 'compose.yaml')], false) as { messages: unknown[] }[];
  expect(results).toHaveLength(1);
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});

test('compose.yaml names secrets, networks and variables that exist', () => {
  const known = describeEnvironment().flatMap(({ name, file }) => [name, file]);
  for (const name of ours) {
    const { environment, command } = service(name);
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    expect(command).toEqual([name.replace(/-\d$/, '')]);
  }
  const services = Object.values(compose.services);
  expect(new Set(services.flatMap(({ secrets = [] }) => secrets))).toEqual(
    new Set(Object.keys(compose.secrets)),
  );
  expect(new Set(services.flatMap(({ networks }) => networks))).toEqual(
    new Set(Object.keys(compose.networks)),
  );
});

test('a variable that compose.yaml requires is asked for', () => {
  expect(() => readComposeFile({})).toThrow('POSTERN_SITE: the name that people reach Postern by');
});

describeWith(['redis', 'caddy', 'openssl'], 'the services without Compose', () => {
  const children: ChildProcess[] = [];
  const ports: Record<string, number> = {};
  const secret = (name: string) => join(folder, 'secrets', name);
  let folder: string;
  let postgres: PrivatePostgres;
  let mailServers: ScriptedServer[] = [];
  let egress: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-compose-'));
    const authority = await createCertificateAuthority(folder);
    const certificate = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
    for (const name of ['valkey', 'api-1', 'api-2', 'https', 'http']) ports[name] = await reservePort();
    postgres = await startPrivatePostgres();
    const tls = {
      key: await readFile(certificate.keyFile, 'utf8'),
      cert: await readFile(certificate.certificateFile, 'utf8'),
    };
    const scripts = [imapScript(), smtpScript()];
    mailServers = await Promise.all(scripts.map((script) => startScriptedServer(script, tls)));
    egress = {
      POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
      POSTERN_EGRESS_PORTS: mailServers.map(({ port }) => port).join(),
      POSTERN_EGRESS_CA: authority.caFile,
    };
    await promisify(execFile)(join(here, 'make-secrets.sh'), [join(folder, 'secrets')]);
    await makeDatabase();
  }, 60_000);
  afterAll(async () => {
    const ends = children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ends);
    await Promise.all(mailServers.map((server) => server.close()));
    await postgres?.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs the statements that the image of PostgreSQL runs, and puts the server's port into the URL that the script made. */
  async function makeDatabase(): Promise<void> {
    const client = new Client({ connectionString: postgres.url });
    const password = await readFile(secret('database-password'), 'utf8');
    const text = await readFile(join(here, 'database.sql'), 'utf8');
    // The server runs as a user that may not enter the folder of the secrets.
    const readsFile = "pg_read_file('/run/secrets/database-password')";
    expect(text).toContain(readsFile);
    await client.connect();
    for (const statement of text.replace(readsFile, client.escapeLiteral(password)).split('\n\n'))
      await client.query(statement);
    await client.end();
    const url = (await readFile(secret('database-url'), 'utf8')).trim();
    expect(url).toBe(`postgresql://postern:${password.trim()}@postgres/postern`);
    await writeFile(
      secret('database-url'),
      url.replace('@postgres/', `@127.0.0.1:${new URL(postgres.url).port}/`),
    );
  }

  /** The environment of a service, with hosts, ports and folders of this machine. */
  function environmentOf(name: string): Record<string, string> {
    const environment: Record<string, string> = { ...service(name).environment, ...egress };
    for (const [variable, value] of Object.entries(environment))
      if (variable.endsWith('_FILE')) environment[variable] = secret(basename(value));
    return {
      ...environment,
      REDIS_URL: environment['REDIS_URL']!.replace('valkey:6379', `127.0.0.1:${ports['valkey']}`),
      POSTERN_TRUST_PROXY: '127.0.0.0/8',
      PORT: String(ports[name] ?? 0),
    };
  }

  function start(
    program: string,
    options: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ChildProcess {
    const child = spawn(program, options, {
      env: { ...cleanEnvironment(), ...environment },
      cwd: folder,
      stdio: 'ignore',
    });
    children.push(child);
    return child;
  }

  async function startCaddy(): Promise<void> {
    const given = await readFile(join(here, 'Caddyfile'), 'utf8');
    expect(service('caddy').volumes).toContain('./Caddyfile:/etc/caddy/Caddyfile:ro');
    const local = given
      .replace(
        'skip_install_trust',
        `skip_install_trust\n\tadmin off\n\thttp_port ${ports['http']}\n\thttps_port ${ports['https']}`,
      )
      .replace('api-1:3000 api-2:3000', `127.0.0.1:${ports['api-1']} 127.0.0.1:${ports['api-2']}`);
    const file = join(folder, 'Caddyfile');
    await writeFile(file, local);
    const [, ...options] = service('caddy').command.map((word) =>
      word === '/etc/caddy/Caddyfile' ? file : word,
    );
    const environment = {
      ...service('caddy').environment,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    };
    const child = start((await findProgram('caddy'))!, options, environment);
    await waitForPort(ports['https']!, () => child.exitCode === null);
  }

  /** Sends a request through Caddy, whose authority alone is trusted. */
  async function call(method: string, path: string, token: string, body?: unknown): Promise<Answer> {
    const ca = await readFile(join(folder, 'caddy/pki/authorities/local/root.crt'));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const asked = request({
      host: '127.0.0.1',
      servername: 'localhost',
      port: ports['https'],
      method,
      path,
      ca,
      headers: { ...headers, host: 'localhost' },
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    if (text === '') throw new Error(`${method} ${path}: ${answer.statusCode} without a body`);
    return { status: answer.statusCode!, value: JSON.parse(text) as Answer['value'] };
  }

  test('two apis behind Caddy and a worker verify a domain, and one api goes on alone', async () => {
    const [, ...valkey] = service('valkey').command;
    start(
      (await findProgram('redis'))!,
      [...valkey, '--port', String(ports['valkey']), '--bind', '127.0.0.1'],
      {},
    );
    expect(await runPostern(service('migrate').command, environmentOf('migrate'))).toMatchObject({
      exitCode: 0,
    });
    const readme = await readFile(join(here, 'README.md'), 'utf8');
    const [, command] = /exec api-1 \/usr\/bin\/postern ([^`]+)`/.exec(readme)!;
    const made = await runPostern(command!.split(' '), environmentOf('api-1'));
    expect(made).toMatchObject({ exitCode: 0 });
    const token = made.stdout.trim();
    const started = ['api-1', 'api-2', 'worker'].map((name) =>
      start(process.execPath, [posternEntry, ...service(name).command], environmentOf(name)),
    );
    await startCaddy();
    for (const name of ['api-1', 'api-2'])
      await waitUntil(async () => {
        const answer = await fetch(`http://127.0.0.1:${ports[name]}/readyz`).catch(() => null);
        return answer?.status === 200;
      }, 90_000);
    // Caddy asks each api every 2 s, and answers 503 until one has said that it is ready.
    await waitUntil(
      async () => (await call('GET', '/readyz', token).catch(() => null))?.status === 200,
      15_000,
    );
    const tls = 'implicit';
    const settings = {
      domain: 'example.com',
      kind: 'imap',
      imap: { host: '127.0.0.1', port: mailServers[0]!.port, tls },
      smtp: { host: '127.0.0.1', port: mailServers[1]!.port, tls },
    };
    const saved = await call('POST', '/v1/mail-settings', token, settings);
    expect(saved).toMatchObject({ status: 201, value: { verification: { state: 'queued' } } });
    await waitUntil(async () => {
      const { value } = await call('GET', `/v1/verifications/${saved.value.verification.id}`, token);
      return value.state === 'passed';
    }, 60_000);
    const [api] = started;
    api!.kill('SIGTERM');
    await once(api!, 'exit');
    expect((await call('GET', '/v1/mail-settings/example.com', token)).status).toBe(200);
  }, 180_000);
});

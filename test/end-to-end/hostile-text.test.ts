import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { answerOf } from '@postern/client/postern-client';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { Client } from 'pg';
import { makeCertificates } from '../certificates/make-certificates.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { imapScript } from '../servers/imap-script.js';
import { runPostern } from '../servers/run-postern.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { startStack, type App, type Stack } from './start-stack.js';

/** A title for the terminal, a colour in 8-bit form, a text direction, an invisible character and a carriage return. */
const hostile = 'x\u001b]0;owned\u0007\u009b31m\u202eexe\u2066\u200b\rforged';
/** What a terminal obeys or hides; lines may end with a line break. */
const raw = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const secretKey = randomBytes(32).toString('base64');

let database: TestDatabase;
let observer: Client;
let imap: ScriptedServer;
let smtp: ScriptedServer;
let caFile: string;
let folder: string;
let stack: Stack;
const output: Record<App, string> = { api: '', worker: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-hostile-'));
  const certificates = await makeCertificates();
  caFile = certificates.caFile;
  // Servers write UTF-8; the scripts send Latin-1.
  const bytes = Buffer.from(hostile.replace('\r', '')).toString('latin1');
  imap = await startScriptedServer(
    imapScript({
      greeting: `* OK ${bytes}`,
      capabilities: `IMAP4rev1 AUTH=PLAIN X${bytes}`,
      loginAnswer: () => `% NO [ALERT] ${bytes}\r\n`,
    }),
    certificates.of('good'),
  );
  smtp = await startScriptedServer(async (wire) => wire.send(`554 5.7.1 ${bytes}`), certificates.of('good'));
  database = await createTestDatabase();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}`,
      POSTERN_EGRESS_CA: caFile,
      POSTERN_LOG_LEVEL: 'trace',
      POSTERN_SECRET_KEY: secretKey,
    },
    onOutput: (app, chunk) => (output[app] += chunk.toString()),
  });
  observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
}, 60_000);
afterAll(async () => {
  await observer.end();
  await stack.stop();
  await imap.close();
  await smtp.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('text of strangers in the logs of api and worker', () => {
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' as const });

  test('servers, names, headers and paths leave every line printable', async () => {
    const { client } = stack;
    const settings = { imap: server(imap.port), smtp: server(smtp.port), kind: 'imap' as const };
    const saved = await answerOf(
      client.POST('/v1/mail-settings', { body: { domain: 'example.com', ...settings } }),
    );
    await stack.settled(saved.verification.id!);
    const login = { email: 'jane@example.com', credentials: { username: hostile, password: hostile } };
    const { data } = await client.POST('/v1/connections', { body: login });
    if (data !== undefined) await stack.settled(data.id);
    for (const body of [{ domain: `${hostile}.example.com`, ...settings }, { [hostile]: hostile }, hostile])
      await stack.call('POST', '/v1/mail-settings', body);
    await stack.call('POST', '/v1/tokens', { name: hostile, role: 'member' });
    await stack.fetch(`/v1/${encodeURIComponent(hostile.replace('\r', ''))}`);
    // Bytes that an ordinary client would refuse to send.
    const answers = await Promise.all([
      speak(`GET /v1/${hostile} HTTP/1.1\r\nhost: a\r\n\r\n`),
      speak(`GET /v1/me HTTP/1.1\r\nhost: a\r\nuser-agent: \u202eexe\u009b31m\r\nconnection: close\r\n\r\n`),
      speak(`GET /v1/me HTTP/1.1\r\nhost: a\r\nx-request-id: ${hostile}\r\nconnection: close\r\n\r\n`),
      speak(`${hostile} / HTTP/1.1\r\n\r\n`),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    // An error of PostgreSQL whose text others have written.
    await observer.query(`create function refuse() returns trigger language plpgsql as $$
      begin raise exception '${hostile}' using errcode = 'XX000'; end $$;
      create trigger refuse before update on verification_job for each row execute function refuse()`);
    const late = await stack.call<{ id: string }>('POST', '/v1/mail-settings/example.com/verifications', {});
    expect(late.id).toEqual(expect.any(String));
    await waitUntil(() => output.api.includes('owned') || output.worker.includes('owned'));
    await observer.query('drop trigger refuse on verification_job');
    await stack.settled(late.id);
    for (const app of ['api', 'worker'] as const) {
      const lines = output[app].trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.filter((line) => raw.test(line))).toEqual([]);
      for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    }
  }, 60_000);

  async function speak(request: string): Promise<string> {
    const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end(request);
    return text(socket);
  }
});

describe('text of strangers in the output of commands', () => {
  const run = (...options: string[]) =>
    runPostern(options, {
      DATABASE_URL: database.connectionString,
      POSTERN_SECRET_KEY: secretKey,
      POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
      POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}`,
      POSTERN_EGRESS_CA: caFile,
    });
  const servers = () => ['--imap', `127.0.0.1:${imap.port},tls`, '--smtp', `127.0.0.1:${smtp.port},tls`];
  const file = async (name: string, content: string) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test('reports, tables, JSON and errors have no character that a terminal obeys', async () => {
    await observer.query('update token set name = $1', [hostile]);
    const vendor = await file('vendor.json', JSON.stringify({ ...sampleAllowlist, vendor: hostile }));
    const silent = [
      run('verify', ...servers()),
      run('verify', ...servers(), '--json'),
      run('discover', hostile),
    ];
    const telling = [
      run('token', 'list'),
      run('token', 'list', '--json'),
      run('allowlist', 'show', '--allowlist', vendor, '--format', 'json'),
      run('firewall', hostile),
      run(hostile),
      run('token', hostile),
      run('queue', `--${hostile}`),
    ];
    for (const { stdout, stderr } of await Promise.all([...silent, ...telling])) {
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toMatch(raw);
    }
    // The other commands name what they refuse or list.
    for (const { stdout, stderr } of await Promise.all(telling))
      expect(stdout + stderr).toContain('\\u202eexe');
  }, 60_000);
});

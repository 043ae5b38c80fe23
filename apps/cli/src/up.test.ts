import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startPostern, type StartedPostern } from '@postern/test/servers/started-postern';
import { runPostern } from '@postern/test/servers/run-postern';
import { reservePort } from '@postern/test/servers/loopback-port';

let dataDirectory = '';
let port = 0;
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'postern-up-'));
  port = await reservePort();
});
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

const environment = () => ({ POSTERN_DATA_DIR: dataDirectory, PORT: String(port) });

const settings = {
  domain: 'example.com',
  kind: 'imap',
  // The egress policy blocks this address, so the test connects to no server outside the machine.
  imap: { host: '127.0.0.1', port: 993 },
  smtp: { host: '127.0.0.1', port: 465 },
};

describe('postern up on an empty data directory', () => {
  let postern: StartedPostern;
  let token = '';
  beforeAll(async () => {
    postern = await startPostern(environment());
    token = (await readFile(join(dataDirectory, 'bootstrap-token'), 'utf8')).trim();
  }, 60_000);
  afterAll(() => postern?.kill());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${postern.origin}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });

  test('postern up prints a link that signs a browser in once', async () => {
    const code = /#code=(\S+)/.exec(postern.screen)?.[1];
    const signIn = () =>
      fetch(`${postern.origin}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: postern.origin },
        body: JSON.stringify({ code }),
      });
    expect((await signIn()).ok).toBe(true);
    expect((await signIn()).status).toBe(401);
  });

  test.each(['secret-key', 'bootstrap-token', 'postgres.json'])(
    'only the owner can read the file %s in the data directory',
    async (name) => {
      expect((await stat(join(dataDirectory, name))).mode & 0o777).toBe(0o600);
    },
  );

  test('a second postern up on a data directory fails and names the process that uses it', async () => {
    const second = await runPostern(['up'], { POSTERN_DATA_DIR: dataDirectory, PORT: '0' });
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toContain(`${dataDirectory} is in use by process`);
  });

  test('tokens are created, listed and revoked while postern up runs', async () => {
    const made = await runPostern(['token', 'create', '--role', 'operator', '--name', 'ops'], environment());
    const asOperator = () =>
      fetch(`${postern.origin}/v1/me`, { headers: { authorization: `Bearer ${made.stdout.trim()}` } });
    expect(await (await asOperator()).json()).toMatchObject({ role: 'operator', account: null });
    const listed = JSON.parse((await runPostern(['token', 'list', '--json'], environment())).stdout);
    expect(listed).toMatchObject([
      { role: 'super-admin', name: 'bootstrap' },
      { role: 'operator', name: 'ops' },
    ]);
    await runPostern(['token', 'revoke', listed[1].id], environment());
    expect((await asOperator()).status).toBe(401);
  });

  test('a token comes with a link that signs a browser in once', async () => {
    const { stdout } = await runPostern(
      ['token', 'create', '--role', 'super-admin', '--link'],
      environment(),
    );
    const [, code] = /#code=(\S+)\n$/.exec(stdout)!;
    const { status } = await fetch(`${postern.origin}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: postern.origin },
      body: JSON.stringify({ code }),
    });
    expect(status).toBe(204);
    expect(stdout).toContain(`\n${postern.origin}/#code=`);
  });

  test('after SIGKILL of all processes the next start has every setting; SIGTERM leaves no process', async () => {
    const saved = await call('/v1/mail-settings', { method: 'POST', body: JSON.stringify(settings) });
    expect(saved.status).toBe(201);
    await postern.kill();
    // The second start is that of `npm start`, whose programs run from the bundle.
    await promisify(execFile)(process.execPath, ['infra/bootstrap/write-bundle.mjs']);
    postern = await startPostern(environment(), {
      command: [process.execPath, 'infra/bootstrap.mjs', 'start'],
      deadlineMs: 90_000,
    });
    expect(await (await call('/v1/mail-settings/example.com')).json()).toMatchObject({
      domain: 'example.com',
    });
    expect(await postern.stop()).toBe(0);
    expect(await postern.processes()).toEqual([]);
  }, 120_000);

  test('a token can be created while postern up is not running', async () => {
    const made = await runPostern(['token', 'create', '--role', 'member'], environment());
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^postern_\S+\n$/) });
  });

  test('postern up refuses to start without the secret key, because a new key decrypts no stored secret', async () => {
    await rm(join(dataDirectory, 'secret-key'));
    const start = await runPostern(['up'], environment());
    expect(start.exitCode).toBe(1);
    expect(start.stderr).toContain('secret-key is missing');
  });
});

test('the error for a bad environment variable never contains its value', async () => {
  const start = await runPostern(['up'], { PORT: 'none-of-your-business' });
  expect(start).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('PORT must be a whole number'),
  });
  expect(start.stderr).not.toContain('none-of-your-business');
});

test('a typo in POSTERN_DATA_DIR creates nothing, unless the command is postern up', async () => {
  const typo = join(dataDirectory, 'misspelled');
  const listed = await runPostern(['token', 'list'], { POSTERN_DATA_DIR: typo });
  expect(listed.exitCode).toBe(1);
  expect(listed.stderr).toContain(`There is no installation in ${typo}`);
  await expect(stat(typo)).rejects.toThrow('ENOENT');
});

test('postern token create refuses an unknown role and names the roles', async () => {
  const made = await runPostern(['token', 'create', '--role', 'king'], { POSTERN_DATA_DIR: dataDirectory });
  expect(made.exitCode).toBe(2);
  expect(made.stderr).toContain('--role:');
});

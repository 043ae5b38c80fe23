import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';

const capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=OAUTHBEARER';
const mechanisms = 'AUTH PLAIN OAUTHBEARER';
const accounts = { 'ann@example.com': 'canary-7f3a9c' };
let servers: { imap: ScriptedServer; smtp: ScriptedServer; plain: ScriptedServer };
let caFile: string;

beforeAll(async () => {
  const certificates = await makeCertificates();
  caFile = certificates.caFile;
  servers = {
    imap: await startScriptedServer(imapScript({ accounts, capabilities }), certificates.of('good')),
    smtp: await startScriptedServer(
      smtpScript({ accounts, startTls: certificates.of('good'), keywordsInTls: [mechanisms] }),
    ),
    plain: await startScriptedServer(smtpScript()),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

describe('postern verify', () => {
  test('B2 postern verify prints each step of both servers and exits 0 if they pass', async () => {
    const { code, stdout } = await verify([...good()]);
    expect(stdout).toMatch(/imap +✓ tls +\d+\.\d ms +tlsVersion=TLSv1\.3/);
    expect(stdout).toMatch(/smtp +✓ starttls/);
    expect(stdout).toMatch(/Passed\n$/);
    expect(code).toBe(0);
  });

  test('B2 postern verify prints the failure, the advice and the field, and exits 1', async () => {
    const { code, stdout } = await verify(['--smtp', `127.0.0.1:${servers.plain.port},starttls`]);
    expect(stdout).toContain('smtp      ✗ starttls');
    expect(stdout).toContain('code: starttls-not-offered');
    expect(stdout).toContain('field: smtp.tls');
    expect(code).toBe(1);
  });

  test('postern verify prints the failure of each server', async () => {
    const imap = ['--imap', `127.0.0.1:${servers.plain.port},tls`];
    const { stdout } = await verify([...imap, '--smtp', `127.0.0.1:${servers.plain.port},starttls`]);
    expect(stdout.match(/(?<= {2}field: ).*/g)).toEqual([
      expect.stringMatching(/^imap\.port/),
      expect.stringMatching(/^smtp\.tls/),
    ]);
  });

  test('R23 postern verify logs in with the password from standard input and never prints it', async () => {
    const { code, stdout, stderr } = await verify(
      [...good(), '--user', 'ann@example.com'],
      'canary-7f3a9c\n',
    );
    expect(stdout.match(/✓ authenticate/g)).toHaveLength(2);
    expect(stdout + stderr).not.toContain('canary-7f3a9c');
    expect(code).toBe(0);
  });

  test('postern verify --access-token logs in with the token from standard input and never prints it', async () => {
    const { code, stdout, stderr } = await verify(
      [...good(), '--user', 'ann@example.com', '--access-token'],
      'canary-7f3a9c\n',
    );
    expect(stdout.match(/✓ authenticate .*mechanism=OAUTHBEARER/g)).toHaveLength(2);
    expect(stdout + stderr).not.toContain('canary-7f3a9c');
    expect(code).toBe(0);
  });

  test('postern verify refuses a token without a user and one with a space, which it does not print', async () => {
    expect((await verify([...good(), '--access-token'])).code).toBe(2);
    const { code, stderr } = await verify(
      [...good(), '--user', 'ann@example.com', '--access-token'],
      'canary 7f3a9c\n',
    );
    expect(stderr).toContain('visible ASCII');
    expect(stderr).not.toContain('7f3a9c');
    expect(code).not.toBe(0);
  });

  test('postern verify --json prints only the result', async () => {
    const { stdout } = await verify([...good(), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      failure: null,
      endpoints: [{ endpoint: 'imap' }, { endpoint: 'smtp' }],
    });
  });

  test('the error for a bad port names the option of postern verify', async () => {
    const { code, stderr } = await verify(['--imap', 'mail.example.com:70000']);
    expect(stderr).toContain('--imap');
    expect(code).not.toBe(0);
  });

  test('postern verify refuses a command line without a server', async () => {
    expect((await verify([])).code).toBe(2);
  });
});

function good(): string[] {
  return [
    '--imap',
    `127.0.0.1:${servers.imap.port},tls`,
    '--smtp',
    `127.0.0.1:${servers.smtp.port},starttls`,
  ];
}

async function verify(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const hooks = fileURLToPath(new URL('../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const module = new URL('./verify.ts', import.meta.url).href;
  const main = `const { buildVerifyCommand } = await import(${JSON.stringify(module)});
    await buildVerifyCommand().parseAsync(process.argv.slice(1), { from: 'user' });`;
  const ports = Object.values(servers).map(({ port }) => port);
  const child = spawn(
    process.execPath,
    ['--import', hooks, '--input-type=module', '-e', main, '--', ...args],
    {
      env: {
        POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
        POSTERN_EGRESS_PORTS: ports.join(','),
        POSTERN_EGRESS_CA: caFile,
      },
    },
  );
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}

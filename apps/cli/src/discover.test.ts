import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startDnsServer, type DnsServer } from '@postern/test/servers/dns-server';

const ispdb = fileURLToPath(new URL('../../../packages/discovery/test/ispdb', import.meta.url));
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer((host) => (host.endsWith('silent.example') ? 'silence' : 'no-such-name'));
});
afterAll(() => dns.close());

describe('postern discover', () => {
  test('R16 postern discover prints each source with its reason and the candidates with their trust, and exits 0', async () => {
    const { code, stdout } = await discover(['jane@posteo.de']);
    expect(stdout).toMatch(/✓ found +ispdb +\d+\.\d ms +\S+ispdb\n/);
    expect(stdout).toMatch(/– absent +autoconfig .*\n +dns-not-found: /);
    expect(stdout).toContain('1. third-party: a public database says so, not the domain  (ispdb)');
    expect(stdout).toMatch(/imap +posteo\.de:\d+, /);
    expect(stdout).toContain('jane@posteo.de  (%EMAILADDRESS%)');
    expect(code).toBe(0);
  });

  test('R16 postern discover --json prints only the result', async () => {
    const { stdout } = await discover(['posteo.de', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      domain: 'posteo.de',
      candidates: [
        { rank: 1, kind: 'imap', source: 'ispdb', trust: 'third-party', registrableDomains: ['posteo.de'] },
      ],
    });
  });

  test('R16 postern discover exits 1 for a domain without settings', async () => {
    const { code, stdout } = await discover(['missing.example']);
    expect(stdout).toContain('No settings were found for missing.example.');
    expect(code).toBe(1);
  });

  test('R16 postern discover exits 2 if no source gave an answer', async () => {
    const { code, stdout } = await discover(['silent.example'], { POSTERN_ISPDB: 'off' });
    expect(stdout).toMatch(
      /No settings were found for silent\.example\. \d of \d sources could not be reached\./,
    );
    expect(code).toBe(2);
  });

  test('postern discover refuses an argument that is neither a domain nor an address, and exits 2', async () => {
    const { code, stderr } = await discover(['https://example.com']);
    expect(stderr).toContain('error: Enter a domain, not a web address');
    expect(code).toBe(2);
  });
});

async function discover(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const hooks = fileURLToPath(new URL('../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', hooks, main, 'discover', ...args], {
    env: { POSTERN_RESOLVER: `127.0.0.1:${dns.port}`, POSTERN_ISPDB: ispdb, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}

import { describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPostern } from '@postern/test/servers/run-postern';

describe('the usage of the command line', () => {
  test.each([
    [],
    ['up'],
    ['api'],
    ['worker'],
    ['environment'],
    ['verify'],
    ['discover'],
    ['facts'],
    ['migrate'],
    ['backup'],
    ['restore'],
    ['token', 'create'],
    ['token', 'list'],
    ['token', 'revoke'],
    ['queue'],
    ['allowlist', 'show'],
    ['allowlist', 'diff'],
    ['allowlist', 'match'],
    ['allowlist', 'lint'],
    ['allowlist', 'check'],
    ['allowlist', 'vendor'],
    ['firewall'],
    ['firewall', 'check'],
    ['webhooks', 'listen'],
  ])('“postern %s %s --help” ends with examples', async (...command) => {
    const { exitCode, stdout } = await runPostern([...command.filter(Boolean), '--help'], {});
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nExamples?:\n {2}\S/);
  });

  test.each([
    [['verify', '--nothing', 'mail.example.com']],
    [['verify', '--imap', 'mail.example.com:0']],
    [['nothing']],
    [['queue', '--limit', '0']],
    [['firewall', 'nothing']],
    [['allowlist', 'show', '--family', '5']],
  ])('%j exits 2, because the command cannot run with it', async (options) => {
    expect((await runPostern(options, {})).exitCode).toBe(2);
  });

  test.each(['up', 'api', 'worker', 'migrate', 'token list'])(
    '“postern %s” exits 2 for a bad variable, so that a supervisor does not start it again',
    async (command) => {
      const { exitCode, stderr } = await runPostern(command.split(' '), { POSTERN_EGRES_PORTS: '25' });
      expect([exitCode, stderr]).toEqual([2, 'POSTERN_EGRES_PORTS is not a variable of Postern\n']);
    },
  );

  test('a failed check exits 1', async () => {
    expect((await runPostern(['allowlist', 'match', '192.0.2.1'], {})).exitCode).toBe(1);
  });

  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect((await runPostern(['--version'], {})).stdout).toBe(`${version}\n`);
  });

  test('options that npm took for its own are named, with the “--” that was left out', async () => {
    // npm 11 runs “npm run postern verify --imap mail.example.com” with these.
    const environment = { npm_lifecycle_event: 'postern', npm_config_imap: 'true' };
    const { exitCode, stderr } = await runPostern(['verify', 'mail.example.com'], environment);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('npm run postern -- verify')]);
    expect(stderr).toContain('--imap');
    const direct = await runPostern(['verify', 'mail.example.com'], { npm_config_imap: 'true' });
    expect(direct.stderr).not.toContain('npm took');
  });

  test.each([
    ['token', 'list'],
    ['allowlist', 'show', '--protocol', 'imap'],
  ])('“postern %s %s” creates no data directory', async (...command) => {
    const directory = join(await mkdtemp(join(tmpdir(), 'postern-usage-')), 'mistyped');
    await runPostern(command, { POSTERN_DATA_DIR: directory });
    expect(await stat(directory).catch(() => null)).toBeNull();
  });
});

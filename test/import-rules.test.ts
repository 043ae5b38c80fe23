import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-import-rules-'));
  const config = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8')) as { options: object };
  // The rules about imports need no types, so the copied configuration has no tsconfig.
  await writeFile(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({ ...config, options: { typeAware: false } }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(file: string, source: string): Promise<string[]> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
  const options = ['--format=json', file];
  const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/oxlint'), options, {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  await rm(path);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return diagnostics.map(({ code }) => code);
}

const importing = (name: string) => `import { it } from '${name}';\n\nexport const same = it;\n`;

test.each([
  ['packages/core/src/a.ts', '@postern/database/database'],
  ['packages/jobs/src/a.ts', '@postern/database/database'],
  ['packages/firewall/src/a.ts', 'cdktn'],
  ['packages/database/src/a.ts', 'bullmq'],
  ['packages/embedded-postgres/src/a.ts', '@postern/core/environment'],
  ['packages/database/src/a.ts', '@postern/embedded-postgres/start-embedded-postgres'],
  ['apps/api/src/a.ts', '@postern/embedded-postgres/start-embedded-postgres'],
  ['packages/mail-probe/src/a.ts', '@postern/test/servers/dovecot'],
  ['apps/api/src/a.ts', '@postern/mail-probe/imap/probe-imap'],
  ['packages/mail-probe/src/a.ts', '@postern/discovery/discover'],
  ['apps/api/src/a.ts', 'ioredis'],
  ['apps/api/src/a.ts', 'cdktn'],
  ['apps/worker/src/a.ts', 'imapflow'],
  ['apps/worker/src/a.ts', '@postern/api/main'],
  ['apps/cli/src/a.ts', '@postern/worker/main'],
  ['apps/console/src/a.tsx', '@postern/database/tokens'],
  ['packages/connect/src/a.ts', '@postern/console/text'],
  ['apps/api/src/a.test.ts', '@postern/worker/main'],
  ['packages/connect/src/a.ts', '@postern/core/failures/failure-catalogue'],
  ['infra/terraform/src/a.ts', '@postern/jobs/job-queue'],
])('the lint rules forbid that %s imports %s', async (file, name) => {
  expect(await lint(file, importing(name))).toEqual(['eslint(no-restricted-imports)']);
});

test.each([
  ['packages/jobs/src/a.ts', 'bullmq'],
  ['packages/mail-probe/src/a.ts', 'imapflow'],
  ['packages/mail-probe/src/a.test.ts', '@postern/test/servers/dovecot'],
  ['infra/terraform/src/a.ts', 'cdktn'],
  ['apps/api/src/a.ts', '@postern/jobs/job-queue'],
  ['apps/worker/src/a.ts', '@postern/mail-probe/imap/probe-imap'],
  ['apps/cli/src/a.ts', '@postern/database/tokens'],
  ['apps/console/src/a.tsx', '@postern/connect'],
  ['apps/cli/src/a.ts', '@postern/discovery/discover'],
  ['apps/cli/src/a.ts', '@postern/jobs/job-backend'],
  ['packages/discovery/src/a.ts', '@postern/mail-probe/egress/resolve-host'],
  ['apps/cli/src/a.ts', '@postern/embedded-postgres/start-embedded-postgres'],
  ['apps/api/src/a.ts', '@postern/terraform/stack'],
])('the lint rules allow that %s imports %s', async (file, name) => {
  expect(await lint(file, importing(name))).toEqual([]);
});

test('the lint rules report an index file that re-exports other files', async () => {
  await lint('packages/core/src/b.ts', 'export const it = 1;\n');
  expect(await lint('packages/core/src/index.ts', "export * from './b.js';\n")).toEqual([
    'oxc(no-barrel-file)',
  ]);
});

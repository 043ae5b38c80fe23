import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPrivateFolder } from './servers/private-folder.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** The packages that others may install, and the workspaces that these packages depend on. */
const exported = [
  'packages/core',
  'packages/database',
  'packages/jobs',
  'packages/mail-probe',
  'packages/firewall',
  'apps/worker',
  'infra/terraform',
];

type Manifest = {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};
let folder: { path: string; remove(): Promise<void> };

/**
 * Packs the workspaces and installs the tarballs with npm, offline. Each third-party dependency that a tarball
 * declares is linked to the installed one, so an import of an undeclared package fails.
 */
beforeAll(async () => {
  folder = await createPrivateFolder('packed');
  const tarballs: Record<string, string> = {};
  const overrides: Record<string, string> = {};
  const peers: Record<string, string> = {};
  await Promise.all(
    exported.map(async (workspace) => {
      const cwd = join(root, workspace);
      const manifest = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as Manifest;
      await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder.path], { cwd });
      const file = `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`;
      tarballs[manifest.name] = `file:${join(folder.path, file)}`;
      overrides[manifest.name] = `$${manifest.name}`;
      for (const dependency of Object.keys(manifest.dependencies ?? {})) {
        overrides[dependency] ??= `file:${join(root, 'node_modules', dependency)}`;
      }
      // A user of the package must install its peer dependencies.
      for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
        peers[peer] = `file:${join(root, 'node_modules', peer)}`;
      }
    }),
  );
  for (const name of Object.keys(tarballs)) overrides[name] = `$${name}`;
  const manifest = {
    name: 'somebody-elses',
    private: true,
    type: 'module',
    dependencies: { ...tarballs, ...peers },
    overrides,
  };
  await writeFile(join(folder.path, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder.path,
  });
}, 60_000);
afterAll(() => folder?.remove());

/** Runs a module in the folder, with the packages that are installed there. */
async function evaluate(source: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: folder.path,
  });
  return stdout.trim();
}

test('the packed package @postern/core parses a domain after installation', async () => {
  const source = `import { parseDomainName } from '@postern/core/domain-name';
    console.log(parseDomainName('jane@example.com').suggestion);`;
  expect(await evaluate(source)).toBe('example.com');
});

test('the packed worker exports verifyMailSettings, and all packages that it imports are installed', async () => {
  const source = `import { verifyMailSettings } from '@postern/worker/verify-mail-settings';
    console.log(typeof verifyMailSettings);`;
  expect(await evaluate(source)).toBe('function');
});

test('the packed package of terraform exports its constructs and the module writer', async () => {
  const source = `import { MailAllowlistPrefixLists } from '@postern/terraform/mail-allowlist-prefix-lists';
    import { writeTerraformModule } from '@postern/terraform/write-terraform-module';
    console.log(typeof MailAllowlistPrefixLists, typeof writeTerraformModule);`;
  expect(await evaluate(source)).toBe('function function');
});

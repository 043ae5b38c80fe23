import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Users and names, which the base has no package for; 10001 is the user of the Dockerfile. */
const files: Readonly<Record<string, string>> = {
  'etc/passwd':
    'root:x:0:0:root:/:/nonexistent\npostern:x:10001:10001:Postern:/var/lib/postern:/nonexistent\n',
  'etc/group': 'root:x:0:\npostern:x:10001:\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};

/**
 * Writes what the image has beyond its base into an empty folder: the production tree, hard-linked, the command, and the
 * users.
 */
export function writePosternRoot(folder: string, tree: string): void {
  mkdirSync(join(folder, 'usr/lib'), { recursive: true });
  execFileSync('cp', ['--archive', '--link', tree, join(folder, 'usr/lib/postern')]);
  mkdirSync(join(folder, 'usr/bin'));
  cpSync(join(here, 'postern'), join(folder, 'usr/bin/postern'));
  execFileSync('chmod', ['755', join(folder, 'usr/bin/postern')]);
  cpSync(join(here, 'healthcheck.mjs'), join(folder, 'usr/lib/postern/bin/healthcheck.mjs'));
  mkdirSync(join(folder, 'etc'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

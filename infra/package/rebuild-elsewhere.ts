import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './checkout.js';

/**
 * Clones the commit into a new folder, copies the installed dependencies, builds and packs there, and returns the SHA-256
 * of each file by its name. Throws if this checkout has changes that no commit has.
 */
export function rebuildElsewhere(): Map<string, string> {
  const changes = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (changes !== '') throw new Error(`The checkout has changes that no commit has:\n${changes}`);
  const folder = mkdtempSync(join(tmpdir(), 'postern-elsewhere-'));
  try {
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, folder]);
    for (const path of globSync(
      ['node_modules', '{apps,packages,infra}/*/node_modules', 'test/node_modules'],
      { cwd: root },
    ))
      execFileSync('cp', ['--archive', join(root, path), join(folder, path)]);
    cpSync(join(root, '.package/debian'), join(folder, '.package/debian'), { recursive: true });
    execFileSync('npm', ['run', '--silent', 'package'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const sums = readFileSync(join(folder, '.package/SHA256SUMS'), 'utf8').trim().split('\n');
    return new Map(
      sums.map((line): [string, string] => {
        const [sum, name] = line.split('  ') as [string, string];
        return [name, sum];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { spawnSync } from 'node:child_process';
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { neverLoaded } from './production-packages.js';

/**
 * Returns what `npm ls` finds wrong in a production tree: dependencies that are missing, of another version or that
 * nothing asks for. Those that no code loads are left out on purpose. A package.json is written for the time of the call.
 */
export function findMissingDependencies(tree: string): string[] {
  const manifest = join(tree, 'package.json');
  const workspaces = globSync('{apps,packages,infra}/*/package.json', { cwd: tree }).map(dirname);
  writeFileSync(manifest, JSON.stringify({ name: 'tree', private: true, workspaces }));
  try {
    const { stdout } = spawnSync('npm', ['ls', '--all', '--omit=dev', '--json'], {
      cwd: tree,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const { problems = [] } = JSON.parse(stdout) as { problems?: string[] };
    return problems.filter((problem) => !isLeftOut(problem));
  } finally {
    rmSync(manifest);
  }
}

/** A problem is like “missing: typescript@7.0.2, required by …”. */
function isLeftOut(problem: string): boolean {
  const [, name] = /^missing: (@?[^@]+)@/.exec(problem) ?? [];
  return name !== undefined && neverLoaded.some((pattern) => pattern.test(name));
}

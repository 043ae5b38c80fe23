import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-child.mjs';

/** Returns the folders of the workspaces, as the lockfile writes them. */
export function workspaces() {
  const patterns = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces;
  return patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent))
      .toSorted()
      .map((name) => `${parent}/${name}`);
  });
}

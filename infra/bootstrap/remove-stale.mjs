import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Deletes what the compiler (`tsc -b`, 7.0) has made of sources that are gone and leaves in `dist`: it could be imported,
 * and would be packed.
 */
export function removeStale(root, workspaces) {
  for (const workspace of workspaces) {
    const built = join(root, workspace, 'dist');
    if (!existsSync(built)) continue;
    for (const declaration of readdirSync(built, { recursive: true })) {
      if (!declaration.endsWith('.d.ts')) continue;
      const name = declaration.slice(0, -'.d.ts'.length);
      const source = join(root, workspace, 'src', name);
      if (existsSync(`${source}.ts`) || existsSync(`${source}.tsx`)) continue;
      for (const suffix of ['.d.ts', '.js', '.js.map']) rmSync(join(built, name + suffix), { force: true });
    }
  }
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import type { Rendering } from '../src/target.js';

const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/**
 * Compares a rendering with the files that are kept of it; UPDATE_GOLDEN=1 writes them, to be reviewed as a diff. Of
 * the long ones only a digest is kept: nobody reviews a thousand lines, and a change still shows.
 */
export function expectGolden(folder: string, { files, findings }: Omit<Rendering, 'removes'>): void {
  // Their text is made from their values alone.
  const texts = findings.map(({ values: _, ...finding }) => finding);
  const kept = [...files, { path: 'findings.json', text: `${JSON.stringify(texts, null, 2)}\n` }].map(
    ({ path, text }) => ({
      path,
      text: folder.endsWith('thousand')
        ? `sha256 ${createHash('sha256').update(text).digest('hex')}\n`
        : text,
    }),
  );
  for (const { path, text } of kept) {
    const file = join(folder, path);
    if (isUpdate) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file) ? readFileSync(file, 'utf8') : `${file} is missing`).toBe(text);
  }
}

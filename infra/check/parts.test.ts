import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parts } from './parts.js';

// The misspelt words that are planted below. cspell:ignore Arquitecture chekc Guiltty Verifys
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

jest.setTimeout(60_000); // cspell loads its dictionaries at each start, which takes 2 s of one core.

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes files into the folder, runs one part of the check there, and resolves to its exit code and its output. */
async function check(
  part: keyof typeof parts,
  files: Readonly<Record<string, string>>,
): Promise<{ code: number; printed: string }> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const { program, options } = parts[part];
  return await promisify(execFile)(program, options, { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      printed: stdout + stderr,
    }),
  );
}

describe('the check for import loops', () => {
  const workspace = (name: string) =>
    JSON.stringify({ name: `@postern/${name}`, exports: { './*': { '@postern/source': './src/*.ts' } } });

  test.each([
    ['values', `import { b } from './b.js';\nexport const a = b;`, `export { a as b } from './a.js';`],
    [
      'types',
      `import type { B } from './b.js';\nexport type A = B | 1;`,
      `import { type A } from './a.js';\nexport type B = A[];`,
    ],
    [
      'import() used as a type',
      `export type A = import('./b.js').B | 1;`,
      `import type { A } from './a.js';\nexport type B = A[];`,
    ],
    [
      'a dynamic import',
      `export const a = () => import('./b.js');`,
      `import { a } from './a.js';\nexport const b = a;`,
    ],
  ])('an import loop of %s fails, and the output names its files', async (_, a, b) => {
    const { code, printed } = await check('import loops', {
      'packages/core/src/a.ts': a,
      'packages/core/src/b.ts': b,
    });
    expect(printed).toBe(
      'import loop: packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/a.ts\n',
    );
    expect(code).toBe(1);
  });

  test('an import loop through two workspaces fails', async () => {
    await mkdir(join(folder, 'node_modules/@postern'), { recursive: true });
    for (const name of ['core', 'jobs'])
      await symlink(`../../packages/${name}`, join(folder, 'node_modules/@postern', name));
    const { code, printed } = await check('import loops', {
      'packages/core/package.json': workspace('core'),
      'packages/core/src/a.ts': `import type { B } from '@postern/jobs/b';\nexport type A = B | 1;`,
      'packages/jobs/package.json': workspace('jobs'),
      'packages/jobs/src/b.ts': `import type { A } from '@postern/core/a';\nexport type B = A[];`,
    });
    expect(printed).toContain('packages/core/src/a.ts → packages/jobs/src/b.ts → packages/core/src/a.ts');
    expect(code).toBe(1);
  });

  test('files that import each other in one direction only pass', async () => {
    const { code } = await check('import loops', {
      'packages/core/src/a.ts': `import type { B } from './b.js';\nexport type A = B | 1;`,
      'packages/core/src/b.ts': `export type B = string;`,
      'packages/core/src/c.tsx': `export { type A } from './a.js';`,
    });
    expect(code).toBe(0);
  });
});

describe('the check for unused exports and dependencies', () => {
  const tree = {
    'package.json': JSON.stringify({ name: 'planted', private: true, workspaces: ['packages/*'] }),
    'packages/core/package.json': JSON.stringify({
      name: '@postern/core',
      exports: { './*': { '@postern/source': './src/*.ts', default: './dist/*.js' } },
    }),
    'packages/core/tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
    'packages/core/src/a.ts': `import { b } from './b.js';\nconsole.log(b);`,
    'packages/core/src/b.ts': `export const b = 1;`,
  };
  beforeEach(() => cp(join(root, 'knip.jsonc'), join(folder, 'knip.jsonc')));

  test('exports and dependencies that are imported pass', async () => {
    expect(await check('unused exports and dependencies', tree)).toMatchObject({ code: 0 });
  });

  test('an unused export, type, dependency or file fails, and the output names it', async () => {
    const manifest = JSON.parse(tree['packages/core/package.json']) as object;
    const { code, printed } = await check('unused exports and dependencies', {
      ...tree,
      'packages/core/package.json': JSON.stringify({ ...manifest, dependencies: { 'left-pad': '1.3.0' } }),
      'packages/core/src/b.ts': `${tree['packages/core/src/b.ts']}\nexport const unusedValue = 2;\nexport type UnusedType = 2;`,
      'packages/core/scripts/unused-script.ts': 'console.log(1);',
    });
    for (const name of ['unusedValue', 'UnusedType', 'left-pad', 'unused-script'])
      expect(printed).toContain(name);
    expect(code).toBe(1);
  });
});

describe('the spelling check', () => {
  beforeEach(async () => {
    await cp(join(root, 'cspell.json'), join(folder, 'cspell.json'));
    await cp(join(root, '.cspell'), join(folder, '.cspell'), { recursive: true });
  });

  test('the spelling check accepts English words and technical terms', async () => {
    const text =
      '/** Offers STARTTLS on the submission port; the colour is ours. */\nexport const isOffered = true;\n';
    expect(await check('spelling', { 'packages/core/src/a.ts': text })).toMatchObject({ code: 0 });
  });

  test('a misspelt word in a comment, identifier, document or workflow fails, and the output names it', async () => {
    const { code, printed } = await check('spelling', {
      'packages/core/src/a.ts': '/** Verifys the servers. */\n',
      'apps/api/src/a.ts': 'export const isGuiltty = true;\n',
      'docs/a.md': '# Arquitecture\n',
      '.github/workflows/a.yml': 'name: chekc\n',
    });
    const words = [...printed.matchAll(/Unknown word \(([^)]*)\)/g)].map(([, word]) => word);
    expect(words.toSorted()).toEqual(['Arquitecture', 'Guiltty', 'Verifys', 'chekc']);
    expect(code).toBe(1);
  });
});

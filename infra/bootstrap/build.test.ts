import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeStale } from './remove-stale.mjs';
import { digestOfSources, isStamped, writeStamp } from './build-stamp.mjs';

const root = mkdtempSync(join(tmpdir(), 'postern-stamp-'));
const stamp = join(root, 'stamp');
const source = join(root, 'apps/api/src/http/answer.ts');
const built = join(root, 'apps/api/dist/http/answer.js');
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  for (const folder of ['apps/api/src/http', 'apps/api/dist/http'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(source, 'one');
  writeFileSync(built, 'one');
  writeStamp(stamp, root, ['apps/api'], digestOfSources(root, ['apps/api']));
  waitForFileTime();
});
/** Waits until the kernel gives files another time than the stamp: it counts in steps of some milliseconds. */
function waitForFileTime(): void {
  const timeOf = (file: string) => statSync(file, { bigint: true }).ctimeNs;
  const clock = join(root, 'clock');
  do writeFileSync(clock, '');
  while (timeOf(clock) === timeOf(stamp));
}
const isBuilt = () => isStamped(stamp, root, ['apps/api']);

test('nothing is built again while nothing has changed, nor for a test', () => {
  expect(isBuilt()).toBe(true);
  writeFileSync(join(root, 'apps/api/src/http/answer.test.ts'), 'one');
  expect(isBuilt()).toBe(true);
});

test.each<[string, () => void]>([
  ['without a stamp', () => rmSync(stamp)],
  [
    'a source of the same size and time of writing',
    () => {
      const { atime, mtime } = statSync(source);
      writeFileSync(source, 'two');
      utimesSync(source, atime, mtime);
    },
  ],
  ['a source more', () => writeFileSync(join(root, 'apps/api/src/more.ts'), '')],
  ['a source less', () => rmSync(source)],
  ['another lockfile', () => writeFileSync(join(root, 'package-lock.json'), '{}')],
  ['another package.json of a workspace', () => writeFileSync(join(root, 'apps/api/package.json'), '{}')],
  ['a built file less', () => rmSync(built)],
  ['no built file', () => rmSync(join(root, 'apps/api/dist'), { recursive: true })],
  ['another run of the compiler', () => writeFileSync(join(root, 'apps/api/dist/.tsbuildinfo'), '{}')],
])('%s: it is built again', (_, change) => {
  change();
  expect(isBuilt()).toBe(false);
});

test('a source that changed during the build is built again', () => {
  const before = digestOfSources(root, ['apps/api']);
  writeFileSync(source, 'changed meanwhile');
  writeStamp(stamp, root, ['apps/api'], before);
  expect(isBuilt()).toBe(false);
});

test('what was built of a source that is gone is deleted, and nothing else', () => {
  const dist = join(root, 'apps/api/dist');
  const names = ['http/gone', 'http/answer', 'http/page'];
  for (const name of names)
    for (const suffix of ['.d.ts', '.js', '.js.map']) writeFileSync(join(dist, name + suffix), '');
  writeFileSync(join(dist, 'connect.js'), ''); // Vite makes files without declarations.
  writeFileSync(join(root, 'apps/api/src/http/page.tsx'), '');
  removeStale(root, ['apps/api', 'apps/console']);
  const left = globSync('**/*.js*', { cwd: dist });
  expect(left.toSorted()).toEqual([
    'connect.js',
    'http/answer.js',
    'http/answer.js.map',
    'http/page.js',
    'http/page.js.map',
  ]);
  expect(globSync('**/*.d.ts', { cwd: dist }).toSorted()).toEqual(['http/answer.d.ts', 'http/page.d.ts']);
});

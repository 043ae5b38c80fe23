import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, chown, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataDirectory, readBootstrapToken, readSecretKey } from './data-directory.js';

let folder: string;
let directory: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-data-'));
  directory = join(folder, 'data');
  await mkdir(directory, { mode: 0o700 });
});
afterEach(() => rm(folder, { recursive: true }));

describe('the data directory', () => {
  test.each([0o777, 0o770, 0o702])(
    'with mode %o is refused with the command that repairs it',
    async (mode) => {
      await chmod(directory, mode);
      await expect(createDataDirectory(directory)).rejects.toThrow(
        `may be written by other users. Run: chmod go-w ${directory}`,
      );
      await chmod(directory, mode & ~0o022);
      expect(await createDataDirectory(directory)).toBe(directory);
    },
  );

  const asRoot = process.geteuid!() === 0 ? test : test.skip;
  asRoot('of another user is refused', async () => {
    await chown(directory, 12_345, 12_345);
    await expect(createDataDirectory(directory)).rejects.toThrow('belongs to another user');
  });
});

const secret = Buffer.alloc(32, 1).toString('base64');
describe.each([
  ['secret-key', readSecretKey],
  ['bootstrap-token', readBootstrapToken],
])('the file %s', (name, read) => {
  const file = () => join(directory, name);
  const planted = () => join(folder, 'planted');

  test('that is a symbolic link is refused', async () => {
    await writeFile(planted(), 'known to others', { mode: 0o600 });
    await symlink(planted(), file());
    await expect(read(directory)).rejects.toThrow('is a link or belongs to another user');
  });

  test('that has a second name is refused', async () => {
    await writeFile(planted(), 'known to others', { mode: 0o600 });
    await link(planted(), file());
    await expect(read(directory)).rejects.toThrow('is a link or belongs to another user');
  });

  test.each([0o644, 0o620])('with mode %o is refused with the command that repairs it', async (mode) => {
    await writeFile(file(), secret, { mode: 0o600 });
    await chmod(file(), mode);
    await expect(read(directory)).rejects.toThrow(`Run: chmod 600 ${file()}`);
    await chmod(file(), 0o600);
    expect(await read(directory)).toBe(secret);
  });
});

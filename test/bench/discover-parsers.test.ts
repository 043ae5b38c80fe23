import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

test('R16 the memory of a process does not grow while it parses random documents of every kind', async () => {
  const bootstrap = fileURLToPath(new URL('../../infra/bootstrap.mjs', import.meta.url));
  const command = [bootstrap, 'bench', 'discover-parsers', '--quick'];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  expect(stdout.match(/RSS [\d.]+ MiB, heap/g)).toHaveLength(5);
}, 120_000);

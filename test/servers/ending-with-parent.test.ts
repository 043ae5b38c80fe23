import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { waitUntil } from '../environment/wait-until.js';
import { endingWithParent } from './ending-with-parent.js';

test('a server of a test ends with the process that started it, also if that is killed', async () => {
  const [program, options] = endingWithParent('TERM', 'sleep', ['600']);
  const starter = `
    const child = require('node:child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(options)});
    child.on('spawn', () => console.log(child.pid));`;
  const parent = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = (await once(parent.stdout, 'data')) as [Buffer];
  const folder = `/proc/${text.toString().trim()}`;
  expect(existsSync(folder)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil(() => !existsSync(folder));
});

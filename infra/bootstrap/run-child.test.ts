import { expect, test } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { waitUntil } from '@postern/test/environment/wait-until';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** A program that starts two others, one of which ignores SIGTERM, and that ends at a signal without ending them. */
const careless = `
  import { spawn } from 'node:child_process';
  const sleep = (text) => spawn(process.execPath, ['-e', text + 'setInterval(() => 0, 1000); console.log(process.pid)'],
    { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
  sleep('');
  sleep('process.on("SIGTERM", () => 0);');
`;

async function endsAll(signal: NodeJS.Signals): Promise<void> {
  const script = `
    import { runChild } from '${root}infra/bootstrap/run-child.mjs';
    process.exitCode = await runChild(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(careless)}]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ids: string[] = [];
  for await (const text of child.stdout.setEncoding('utf8')) {
    ids.push(...(text as string).trim().split('\n'));
    if (ids.length === 2) child.kill(signal);
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(128 + constants.signals[signal]);
  expect(ids).toHaveLength(2);
  await waitUntil(() => !ids.some((id) => existsSync(`/proc/${id}`))); // Until init has asked how they ended.
}

test('after a signal a script ends what its program left behind, and then itself', async () => {
  await Promise.all((['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map(endsAll));
}, 60_000);

test('each script says with --help what it does, and does nothing', async () => {
  for (const command of ['check', 'bench', 'lab', 'chaos', 'package', 'client', 'screenshots']) {
    const { stdout } = await run(process.execPath, ['infra/bootstrap.mjs', command, '--help'], { cwd: root });
    expect(stdout).toMatch(new RegExp(`^\`npm run ${command}`));
  }
}, 60_000);

test('the help of npm run bench has every benchmark', async () => {
  const { stdout } = await run(process.execPath, ['infra/bootstrap.mjs', 'bench', '--help'], { cwd: root });
  const { stderr } = await run(
    process.execPath,
    ['--import=./infra/bootstrap/typescript-imports.mjs', 'test/bench/main.ts'],
    { cwd: root },
  ).catch((error: { stderr: string }) => error);
  const names = /-- (\S+)/.exec(stderr)![1]!.split('|');
  expect([...stdout.matchAll(/^- (\S+):/gm)].map(([, name]) => name)).toEqual(names);
});

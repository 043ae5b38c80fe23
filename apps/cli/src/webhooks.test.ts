import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { posternEntry, cleanEnvironment } from '@postern/test/servers/run-postern';
import { waitUntil } from '@postern/test/environment/wait-until';
import { signWithLibrary } from '@postern/test/servers/webhook-receiver';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = JSON.stringify({ type: 'webhook.test', timestamp: new Date().toISOString(), data: {} });

test('postern webhooks listen prints deliveries with a right signature, and refuses others', async () => {
  const child = spawn(process.execPath, [posternEntry, 'webhooks', 'listen', '--port', '0', '--count', '1'], {
    env: cleanEnvironment(),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  const exited = once(child, 'exit');
  child.stdin.end(`${secret}\n`);
  await waitUntil(() => /Listening on \S+\n/.test(stderr));
  const url = /Listening on (\S+)\n/.exec(stderr)![1]!;
  const post = async (headers: Record<string, string>, text = body) =>
    (await fetch(url, { method: 'POST', headers, body: text })).status;
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const hourAgo = new Date(Date.now() - 3_600_000);
  expect(await post({})).toBe(401);
  expect(await post(signWithLibrary(other, 'one', body))).toBe(401);
  expect(await post(signWithLibrary(secret, 'one', body, hourAgo))).toBe(401);
  expect(await post(signWithLibrary(secret, 'one', body), `${body} `)).toBe(401);
  expect(stdout).toBe('');
  const refusals = () => stderr.match(/refused: .*(?=\n)/g) ?? [];
  await waitUntil(() => refusals().length === 4);
  expect(refusals()).toEqual([
    expect.stringContaining('lacks webhook-id'),
    expect.stringContaining('another secret'),
    expect.stringMatching(/its time is 3[56]\d\d s before/),
    expect.stringContaining('changed on its way'),
  ]);
  const second = spawn(process.execPath, [posternEntry, 'webhooks', 'listen', '--port', new URL(url).port], {
    env: cleanEnvironment(),
  });
  let told = '';
  second.stderr.on('data', (chunk: Buffer) => (told += String(chunk)));
  second.stdin.end(`${secret}\n`);
  expect(await once(second, 'close')).toEqual([2, null]);
  expect(told).toMatch(/^Port \d+ is in use; choose another with --port/);
  expect(await post(signWithLibrary(secret, 'one', body))).toBe(204);
  expect(await exited).toEqual([0, null]);
  expect(JSON.parse(stdout)).toEqual({ id: 'one', ...(JSON.parse(body) as object) });
});

test('postern webhooks listen refuses what is no secret, without printing it', async () => {
  const child = spawn(process.execPath, [posternEntry, 'webhooks', 'listen', '--port', '0'], {
    env: cleanEnvironment(),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stdin.end('not-a-secret\n');
  expect(await once(child, 'exit')).toEqual([2, null]);
  expect(output).toContain('whsec_');
  expect(output).not.toContain('not-a-secret');
});

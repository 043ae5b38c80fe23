import { expect, test } from '@jest/globals';
import { waitUntil } from '@postern/test/environment/wait-until';
import { shareReads } from './shared-reads.js';

test('2,000 readers of one key cost one read, other keys their own, and a later reader a new one', async () => {
  const reads: string[] = [];
  const read = shareReads((key) => Promise.resolve(reads.push(key)));
  const values = await Promise.all(Array.from({ length: 2000 }, () => read('a')));
  expect(new Set(values)).toEqual(new Set([1]));
  await read('b');
  expect(reads).toEqual(['a', 'b']);
  await waitUntil(async () => (await read('a')) > 2);
});

test('a read that failed is not kept', async () => {
  let isAway = true;
  const read = shareReads(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve('value')));
  await expect(read('a')).rejects.toThrow('away');
  isAway = false;
  await waitUntil(() =>
    read('a').then(
      (value) => value === 'value',
      () => false,
    ),
  );
});

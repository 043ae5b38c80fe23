import { expect, test } from '@jest/globals';
import { LatestState } from './latest-state.js';

test('a read that hangs is answered with the state before', async () => {
  let answer: Promise<string> = Promise.resolve('ready');
  const state = new LatestState(() => answer, 'slow', 10_000);
  expect(await state.ask()).toBe('ready');
  answer = new Promise(() => undefined);
  const started = performance.now();
  expect(await state.ask()).toBe('ready');
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a first read that hangs is answered as late', async () => {
  expect(await new LatestState(() => new Promise<string>(() => undefined), 'slow', 10_000).ask()).toBe(
    'slow',
  );
});

test('all who ask at once share one read, and the next ask reads anew', async () => {
  let reads = 0;
  const state = new LatestState(() => Promise.resolve((reads += 1)), 0, 0);
  expect(new Set(await Promise.all(Array.from({ length: 100 }, () => state.ask())))).toEqual(new Set([1]));
  expect(await state.ask()).toBe(2);
});

test('a state that may not be stale is late as soon as a read hangs', async () => {
  let answer: Promise<string> = Promise.resolve('ready');
  const state = new LatestState(() => answer, 'away', 0);
  expect(await state.ask()).toBe('ready');
  answer = new Promise(() => undefined);
  expect(await state.ask()).toBe('away');
});

import { describe, expect, test } from '@jest/globals';
import { gather } from './gather.js';

/** A reader whose round trips the test ends one by one, each with its keys in capitals. */
function heldReader(limits: { atOnce: number; most: number }) {
  const asked: { keys: readonly string[]; answer(): void; fail(error: Error): void }[] = [];
  const read = gather<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        asked.push({ keys, answer: () => resolve(keys.map((key) => key.toUpperCase())), fail: reject });
      }),
    limits,
  );
  return { asked, read };
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('gather', () => {
  test('gives each call the value of its own key', async () => {
    const { asked, read } = heldReader({ atOnce: 1, most: 10 });
    const calls = Promise.all(['a', 'b', 'a'].map(read));
    await nextTurn();
    expect(asked.map(({ keys }) => keys)).toEqual([['a', 'b', 'a']]);
    asked[0]!.answer();
    expect(await calls).toEqual(['A', 'B', 'A']);
  });

  test('starts the query of a call after the call: what waits goes into the next round trip, not the one under way', async () => {
    const { asked, read } = heldReader({ atOnce: 1, most: 10 });
    const first = read('a');
    await nextTurn();
    const later = Promise.all(['b', 'c'].map(read));
    await nextTurn();
    expect(asked.map(({ keys }) => keys)).toEqual([['a']]);
    asked[0]!.answer();
    expect(await first).toBe('A');
    await nextTurn();
    expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c']]);
    asked[1]!.answer();
    expect(await later).toEqual(['B', 'C']);
  });

  test('has at most `atOnce` round trips under way, with at most `most` calls in each', async () => {
    const { asked, read } = heldReader({ atOnce: 2, most: 3 });
    const calls = Promise.all([...'abcdefgh'].map(read));
    await nextTurn();
    expect(asked.map(({ keys }) => keys.join(''))).toEqual(['abc', 'def']);
    asked[0]!.answer();
    await nextTurn();
    expect(asked.map(({ keys }) => keys.join(''))).toEqual(['abc', 'def', 'gh']);
    for (const one of asked) one.answer();
    expect(await calls).toEqual([...'ABCDEFGH']);
  });

  test('a round trip that fails rejects its own calls only, and the next one is made', async () => {
    const { asked, read } = heldReader({ atOnce: 1, most: 1 });
    const failing = expect(read('a')).rejects.toThrow('away');
    const fine = read('b');
    await nextTurn();
    asked[0]!.fail(new Error('away'));
    await failing;
    await nextTurn();
    asked[1]!.answer();
    expect(await fine).toBe('B');
  });
});

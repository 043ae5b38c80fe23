import { expect, test } from '@jest/globals';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { ApiProblem } from '../http/api-problem.js';
import { Turns } from './turns.js';

/** Work that runs until `finish` is called; `started` lists the names in the order of their start. */
function workplace(turns: Turns) {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const take = (account: string, name: string) =>
    turns.take(account, () => {
      started.push(name);
      return new Promise<void>((resolve) => finish.set(name, resolve));
    });
  return {
    started,
    take,
    async finish(name: string) {
      finish.get(name)!();
      await turnOfEventLoop();
    },
  };
}

test('work of one account waits for its own, that of another account does not', async () => {
  const { started, take, finish } = workplace(new Turns({ atOnce: 2, mostWaiting: 5, what: 'imports' }));
  const all = [take('a', 'a1'), take('a', 'a2'), take('b', 'b1')];
  expect(started).toEqual(['a1', 'b1']);
  await finish('a1');
  expect(started).toEqual(['a1', 'b1', 'a2']);
  await finish('a2');
  await finish('b1');
  await Promise.all(all);
});

test('accounts take turns, however much of one waits', async () => {
  const { started, take, finish } = workplace(new Turns({ atOnce: 1, mostWaiting: 5, what: 'imports' }));
  const all = ['a1', 'a2', 'a3'].map((name) => take('a', name));
  all.push(take('b', 'b1'), take('c', 'c1'));
  for (const name of ['a1', 'b1', 'c1', 'a2', 'a3']) await finish(name);
  expect(started).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  await Promise.all(all);
});

test('a few pieces of one account run at once, and leave room for those of another', async () => {
  const { started, take, finish } = workplace(
    new Turns({ atOnce: 3, ofAccount: 2, mostWaiting: 5, what: 'imports' }),
  );
  const all = [take('a', 'a1'), take('a', 'a2'), take('a', 'a3'), take('b', 'b1'), take('b', 'b2')];
  expect(started).toEqual(['a1', 'a2', 'b1']);
  await finish('b1');
  expect(started).toEqual(['a1', 'a2', 'b1', 'b2']);
  for (const name of ['b2', 'a1', 'a2', 'a3']) await finish(name);
  expect(started).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
  await Promise.all(all);
});

test('what waits beyond the limit is refused, and work that fails frees its place', async () => {
  const turns = new Turns({ atOnce: 1, mostWaiting: 1, what: 'imports' });
  const failing = turns.take('a', () => turnOfEventLoop().then(() => Promise.reject(new Error('failed'))));
  const waiting = turns.take('a', () => Promise.resolve('done'));
  const refused: unknown = await turns.take('a', () => Promise.resolve()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiProblem);
  expect((refused as ApiProblem).extras.detail).toBe('1 imports of this account are waiting for their turn.');
  await expect(failing).rejects.toThrow('failed');
  expect(await waiting).toBe('done');
  expect(await turns.take('a', () => Promise.resolve('again'))).toBe('again');
});

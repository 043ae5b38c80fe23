import { expect, test } from '@jest/globals';
import { waitUntil } from '@postern/test/environment/wait-until';
import { AccountTurns } from './account-turns.js';

/** Pieces of work that run until they are ended. */
function createWork() {
  const running: { readonly name: string; end(): void }[] = [];
  const start = (name: string) => async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    running.push({ name, end: resolve });
    await promise;
    running.splice(
      running.findIndex((one) => one.name === name),
      1,
    );
    return name;
  };
  return { running, start };
}

test('an account has as many pieces of work at once as it may have, in their order, and delays no other account', async () => {
  const turns = new AccountTurns(16);
  const { running, start } = createWork();
  const many = Array.from({ length: 40 }, (_, place) => turns.run('many', start(`${place}`), undefined));
  const few = turns.run('few', start('few'), undefined);
  await waitUntil(() => running.length === 17);
  running.find(({ name }) => name === 'few')!.end();
  expect(await few).toBe('few');
  for (let ended = 0; ended < 40; ended += 1) {
    await waitUntil(() => running.some(({ name }) => name === `${ended}`));
    expect(running.length).toBeLessThanOrEqual(16);
    running.find(({ name }) => name === `${ended}`)!.end();
  }
  expect(await Promise.all(many)).toHaveLength(40);
});

test('work that is aborted while it waits leaves the line, and work that fails gives its turn back', async () => {
  const turns = new AccountTurns(16);
  const { running, start } = createWork();
  const failures = Array.from({ length: 16 }, () =>
    turns.run('one', () => Promise.reject(new Error('no answer')), undefined),
  );
  expect((await Promise.allSettled(failures)).map(({ status }) => status)).toEqual(
    Array(16).fill('rejected'),
  );
  const held = Array.from({ length: 16 }, (_, place) => turns.run('one', start(`${place}`), undefined));
  const aborter = new AbortController();
  const waiting = turns.run('one', start('waiting'), aborter.signal);
  aborter.abort(new Error('lease lost'));
  await expect(waiting).rejects.toThrow('lease lost');
  await waitUntil(() => running.length === 16);
  const next = turns.run('one', start('next'), undefined);
  running[0]!.end();
  await waitUntil(() => running.some(({ name }) => name === 'next'));
  for (const one of running) one.end();
  await Promise.all([...held, next]);
});

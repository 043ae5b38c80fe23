import { expect, test } from '@jest/globals';
import { waitUntil } from '@postern/test/environment/wait-until';
import { LookupTurns } from './lookup-turns.js';

/** Look-ups that run until they are ended. */
function createLookups() {
  const running: { readonly name: string; end(): void }[] = [];
  const look = (name: string) => async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    running.push({ name, end: resolve });
    await promise;
    running.splice(
      running.findIndex((one) => one.name === name),
      1,
    );
    return name;
  };
  return { running, look };
}

test('an account has sixteen look-ups at once, in their order, and delays no other account', async () => {
  const turns = new LookupTurns();
  const { running, look } = createLookups();
  const many = Array.from({ length: 40 }, (_, place) => turns.of('many')(look(`${place}`), undefined));
  const few = turns.of('few')(look('few'), undefined);
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

test('a look-up that is aborted while it waits leaves the line, and a failed one gives its turn back', async () => {
  const turns = new LookupTurns();
  const { running, look } = createLookups();
  const failures = Array.from({ length: 16 }, () =>
    turns.of('one')(() => Promise.reject(new Error('no answer')), undefined),
  );
  expect((await Promise.allSettled(failures)).map(({ status }) => status)).toEqual(
    Array(16).fill('rejected'),
  );
  const held = Array.from({ length: 16 }, (_, place) => turns.of('one')(look(`${place}`), undefined));
  const aborter = new AbortController();
  const waiting = turns.of('one')(look('waiting'), aborter.signal);
  aborter.abort(new Error('lease lost'));
  await expect(waiting).rejects.toThrow('lease lost');
  await waitUntil(() => running.length === 16);
  const next = turns.of('one')(look('next'), undefined);
  running[0]!.end();
  await waitUntil(() => running.some(({ name }) => name === 'next'));
  for (const one of running) one.end();
  await Promise.all([...held, next]);
});

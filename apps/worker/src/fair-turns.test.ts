import { expect, test } from '@jest/globals';
import { FairTurns } from './fair-turns.js';

/** Returns pieces of work with a name, each of which ends when the test calls `finish` with its name. */
function holdable() {
  const started: string[] = [];
  const gates = new Map<string, () => void>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => gates.set(name, resolve));
  };
  const finish = async (name: string) => {
    gates.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { started, work, finish };
}

test('at most two conversations with one server run at a time, for all accounts together', async () => {
  const turns = new FairTurns({ inAll: 10, ofAccount: 10, onServer: 2 });
  const { started, work, finish } = holdable();
  for (const name of ['a1', 'a2', 'a3'])
    void turns.take({ accountId: 'a', servers: ['mail:993'] }, work(name));
  void turns.take({ accountId: 'b', servers: ['mail:993'] }, work('b1'));
  void turns.take({ accountId: 'b', servers: ['other:993'] }, work('b2'));
  await Promise.resolve();
  expect(started).toEqual(['a1', 'a2', 'b2']);
  await finish('a1');
  await finish('a2');
  expect(started.slice(3).toSorted()).toEqual(['a3', 'b1']);
});

test('accounts get turns alternately: the long queue of one account does not delay another account', async () => {
  const turns = new FairTurns({ inAll: 1, ofAccount: 1, onServer: 2 });
  const { started, work, finish } = holdable();
  for (const name of ['a1', 'a2', 'a3', 'a4'])
    void turns.take({ accountId: 'a', servers: [name] }, work(name));
  void turns.take({ accountId: 'b', servers: ['b1'] }, work('b1'));
  await Promise.resolve();
  for (const name of ['a1', 'a2', 'b1', 'a3'].slice(0, 2)) await finish(name);
  expect(started.slice(0, 3)).toContain('b1');
});

test('stop() rejects waiting requests for a turn, and running work continues to its end', async () => {
  const turns = new FairTurns({ inAll: 1, ofAccount: 1, onServer: 2 });
  const { work, finish } = holdable();
  const running = turns.take({ accountId: 'a', servers: ['x'] }, work('a1'));
  const waiting = turns.take({ accountId: 'a', servers: ['x'] }, work('a2'));
  turns.stop();
  await expect(waiting).rejects.toThrow('stopping');
  await finish('a1');
  await expect(running).resolves.toBeUndefined();
});

test('work that throws frees its turn', async () => {
  const turns = new FairTurns({ inAll: 1, ofAccount: 1, onServer: 1 });
  await expect(
    turns.take({ accountId: 'a', servers: ['x'] }, () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no');
  await expect(turns.take({ accountId: 'a', servers: ['x'] }, () => Promise.resolve('yes'))).resolves.toBe(
    'yes',
  );
});

test('no account has all turns, even while no other account waits', async () => {
  const turns = new FairTurns({ inAll: 3, ofAccount: 2, onServer: 2 });
  const { started, work, finish } = holdable();
  for (const name of ['a1', 'a2', 'a3']) void turns.take({ accountId: 'a', servers: [name] }, work(name));
  void turns.take({ accountId: 'b', servers: ['b1'] }, work('b1'));
  await Promise.resolve();
  expect(started).toEqual(['a1', 'a2', 'b1']);
  await finish('a1');
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('while an account may get no turn the other accounts do, and it gets turns afterwards', async () => {
  const turns = new FairTurns({ inAll: 3, ofAccount: 3, onServer: 2 });
  const order: string[] = [];
  const take = (accountId: string) =>
    turns.take({ accountId, servers: [accountId] }, async () => void order.push(accountId));
  turns.rest('a', 50);
  turns.rest('a', 50);
  const asked = performance.now();
  await Promise.all([take('a'), take('b')]);
  expect(order).toEqual(['b', 'a']);
  expect(performance.now() - asked).toBeGreaterThan(90);
});

test('an account whose turn was wasted has at most two turns at once, until a turn ends without waste', async () => {
  const turns = new FairTurns({ inAll: 9, ofAccount: 9, onServer: 2 });
  const { started, work, finish } = holdable();
  turns.rest('a', 0);
  for (const name of ['a1', 'a2', 'a3', 'a4'])
    void turns.take({ accountId: 'a', servers: [name] }, work(name));
  await Promise.resolve();
  expect(started).toEqual(['a1', 'a2']);
  turns.trust('a');
  await finish('a1');
  expect(started).toEqual(['a1', 'a2', 'a3', 'a4']);
});

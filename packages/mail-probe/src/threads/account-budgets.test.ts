import { expect, test } from '@jest/globals';
import type { ConversationRequest } from '../conversation/conversation.js';
import { AccountBudgets } from './account-budgets.js';
import { CostlyAccounts } from './costly-accounts.js';
import { mayHaveSentSecret } from './may-have-sent-secret.js';

test.each([
  [5, 10_000, 'an import, whose conversations take 5 ms each'],
  [9, 10_000, 'chains of four RSA keys of 4096 bits on a busy machine'],
])('conversations of %i ms never spend the time of an account: %i of %s', (ms, count) => {
  const budgets = new AccountBudgets();
  for (let done = 0; done < count; done += 1) {
    expect(budgets.spend('import', 0, ms, done * ms)).toBe(false);
    budgets.end('import', ms);
  }
});

test('an import whose conversations run at once keeps its spare time, collections of garbage included', () => {
  const budgets = new AccountBudgets();
  const atOnce = Array.from({ length: 50 }, (_, index) => index);
  for (let round = 0; round < 20; round += 1) {
    for (const _ of atOnce) expect(budgets.spend('import', 0, 4, 1)).toBe(false);
    for (const index of atOnce) expect(budgets.spend('import', 4, index === 0 ? 60 : 1, 1)).toBe(false);
    for (const index of atOnce) budgets.end('import', index === 0 ? 64 : 5);
  }
});

test.each([
  [160, 1],
  [20, 11],
  [15, 21],
])('conversations of %i ms spend the time of an account after %i', (ms, count) => {
  const budgets = new AccountBudgets();
  let spent = 0;
  while (!budgets.isSpent('costly')) {
    spent += 1;
    expect(budgets.spend('costly', 0, ms, 1)).toBe(budgets.isSpent('costly'));
    budgets.end('costly', ms);
  }
  expect(spent).toBeLessThanOrEqual(count);
  expect(budgets.isSpent('other')).toBe(false);
});

test('a conversation that compiles the code of a thread leaves an account some of its time', () => {
  const budgets = new AccountBudgets();
  expect(budgets.spend('first', 0, 90, 1)).toBe(false);
});

test('time that is spent is forgotten after ten seconds, and a costly account after a minute', () => {
  const budgets = new AccountBudgets();
  budgets.spend('one', 0, 200, 1);
  budgets.spend('one', 0, 1, 9_000);
  expect(budgets.isSpent('one')).toBe(true);
  budgets.spend('other', 0, 1, 10_002);
  expect(budgets.isSpent('one')).toBe(false);
  const costly = new CostlyAccounts();
  costly.add('one', 0);
  expect([costly.has('one', 59_999), costly.has('one', 60_000), costly.has('other', 1)]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  [['connect', 'tls', 'greeting'], false],
  [['connect', 'tls', 'greeting', 'capability'], true],
  [['connect', 'greeting', 'capability', 'starttls'], false],
  [['connect', 'greeting', 'capability', 'starttls', 'tls'], false],
  [['connect', 'greeting', 'capability', 'starttls', 'tls', 'capability'], true],
  [['connect', 'tls'], false],
  [['connect', 'tls', 'request'], true],
] as const)('after the steps %j a password may have been sent: %s', (passed, expected) => {
  const credentials = { username: 'ann@example.com', password: 'secret' };
  expect(mayHaveSentSecret({ credentials } as ConversationRequest, passed)).toBe(expected);
  expect(mayHaveSentSecret({ credentials: null } as ConversationRequest, passed)).toBe(false);
});

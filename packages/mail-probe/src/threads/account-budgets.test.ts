import { expect, test } from '@jest/globals';
import type { ConversationRequest } from '../conversation/conversation.js';
import { AccountBudgets } from './account-budgets.js';
import { CostlyAccounts } from './costly-accounts.js';
import { mayHaveSentPassword } from './may-have-sent-password.js';

test.each([
  [5, 10_000, 'an import, whose conversations take 5 ms each'],
  [9, 10_000, 'chains of four RSA keys of 4096 bits on a busy machine'],
])('conversations of %i ms never spend the time of an account: %i of %s', (ms, count) => {
  const budgets = new AccountBudgets();
  for (let done = 0; done < count; done += 1) {
    budgets.addConversation('import', done * ms);
    expect(budgets.spend('import', ms)).toBe(false);
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
    budgets.addConversation('costly', 0);
    spent += 1;
    expect(budgets.spend('costly', ms)).toBe(budgets.isSpent('costly'));
  }
  expect(spent).toBeLessThanOrEqual(count);
  expect(budgets.isSpent('other')).toBe(false);
});

test('a conversation that compiles the code of a thread leaves an account some of its time', () => {
  const budgets = new AccountBudgets();
  budgets.addConversation('first', 0);
  expect(budgets.spend('first', 90)).toBe(false);
});

test('time that is spent is forgotten after ten seconds, and a costly account after a minute', () => {
  const budgets = new AccountBudgets();
  budgets.addConversation('one', 1);
  budgets.spend('one', 200);
  budgets.addConversation('one', 9_000);
  expect(budgets.isSpent('one')).toBe(true);
  budgets.addConversation('other', 10_002);
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
  expect(mayHaveSentPassword({ credentials } as ConversationRequest, passed)).toBe(expected);
  expect(mayHaveSentPassword({ credentials: null } as ConversationRequest, passed)).toBe(false);
});

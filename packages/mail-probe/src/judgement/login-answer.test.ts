import { expect, test } from '@jest/globals';
import { failureCodes } from '@postern/core/failures/failure-catalogue';
import fc from 'fast-check';
import { judgeLoginAnswer } from './login-answer.js';

test.each([
  [{ text: '', replyCode: 535 }, 'auth-rejected'],
  [{ text: '', replyCode: 535, enhancedStatusCode: '5.7.8' }, 'auth-rejected'],
  [{ text: '', replyCode: 550 }, 'auth-unclear'],
  [{ text: '', replyCode: 504, enhancedStatusCode: '5.5.4' }, 'other-mechanism'],
  [{ text: '', replyCode: 502 }, 'other-mechanism'],
  [{ text: '', replyCode: 430 }, 'auth-temporary'],
  [{ text: 'mechanism is too weak', replyCode: 534, enhancedStatusCode: '5.7.9' }, 'other-mechanism'],
  [{ text: '', replyCode: 534, enhancedStatusCode: '5.7.9' }, 'auth-app-password'],
  [{ text: '', responseCode: 'BAD' }, 'other-mechanism'],
  [{ text: '', responseCode: 'AUTHENTICATIONFAILED' }, 'auth-rejected'],
  [{ text: 'no', responseCode: 'ALERT' }, 'auth-unclear'],
  [{ text: '' }, 'auth-unclear'],
] as const)('the login answer %j means %s', (answer, meaning) => {
  expect(judgeLoginAnswer(answer)).toBe(meaning);
});

test('judging a login answer of any length takes less than 20 ms', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.option(fc.integer({ min: 400, max: 599 })),
      (text, code) => {
        const meaning = judgeLoginAnswer({ text, ...(code === null ? {} : { replyCode: code }) });
        expect([...failureCodes, 'other-mechanism']).toContain(meaning);
      },
    ),
  );
  for (const text of ['invalid '.repeat(10_000), 'mechanism '.repeat(10_000), 'enable '.repeat(10_000)]) {
    const startedAt = performance.now();
    judgeLoginAnswer({ text });
    expect(performance.now() - startedAt).toBeLessThan(20);
  }
});

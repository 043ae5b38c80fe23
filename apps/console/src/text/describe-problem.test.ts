import { expect, test } from '@jest/globals';
import { readProblem } from '@postern/client/problem-error';
import { describeProblem } from './describe-problem';

test.each([
  ['1', 'Try again in 1 second.'],
  ['30', 'Try again in 30 seconds.'],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 'Try again later.'],
  [null, 'Try again later.'],
])('after too many attempts with Retry-After %s it says "%s"', (retryAfter, action) => {
  const problem = readProblem(429, { code: 'too-many-requests' }, retryAfter);
  expect(describeProblem(problem)).toEqual({ title: 'Too many attempts', action });
});

test('a code without words keeps the texts of the API', () => {
  const problem = readProblem(418, { code: 'new-code', title: 'A title', detail: 'A detail' });
  expect(describeProblem(problem)).toEqual({ title: 'A title', action: 'A detail' });
});

test('a problem with a reason says the case in words for people, and a newer reason keeps the detail of the API', () => {
  const reason = { code: 'bulk-change-runs' };
  const title = 'That cannot be done';
  expect(describeProblem(readProblem(409, { code: 'conflict', detail: 'A detail', reason }))).toEqual({
    title,
    action: 'Another change of many domains runs in this account. Wait until it has ended.',
  });
  const newer = readProblem(409, { code: 'conflict', detail: 'A detail', reason: { code: 'new-reason' } });
  expect(describeProblem(newer)).toEqual({ title, action: 'A detail' });
});

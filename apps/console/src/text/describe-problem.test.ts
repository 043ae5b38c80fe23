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

import { expect, test } from '@jest/globals';
import { problemCatalogue } from '../../apps/api/src/http/problem-catalogue.js';
import { describeProblem, problemWords } from '../../apps/console/src/text/problem-words.js';
import { readProblem } from '@postern/client/problem-error';

test('every problem code of the API has words for people', () => {
  const known = Object.keys(problemWords);
  expect(Object.keys(problemCatalogue).filter((code) => !known.includes(code))).toEqual([]);
});

test('no word of HTTP, JSON or a schema is shown to people', () => {
  const shown = Object.values(problemWords).flatMap(({ title, action }) => [title, action]);
  const technical =
    /\b(?:http(?!:|s)|JSON|schema|body|header|media type|ETag|If-Match|Bearer|status \d|POST|PUT)\b/i;
  expect(shown.filter((words) => technical.test(words))).toEqual([]);
});

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

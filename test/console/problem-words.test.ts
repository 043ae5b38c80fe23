import { expect, test } from '@jest/globals';
import { problemCatalogue } from '../../apps/api/src/http/problem-catalogue.js';
import { problemWords } from '../../apps/console/src/text/en/problem-words.js';

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

import { expect, test } from '@jest/globals';
import { formatLogLine } from './log-line.js';

test('a log record is printed as time, process, level, message, fields and the error’s message', () => {
  const record = {
    level: 40,
    time: Date.UTC(2026, 10, 23),
    pid: 7,
    hostname: 'h',
    name: 'api',
    msg: 'slow',
    domain: 'example.com',
    err: { message: 'no answer', stack: 'long' },
  };
  expect(formatLogLine(JSON.stringify(record), 'api')).toMatch(
    /^\d\d:\d\d:\d\d api {6}WARN {2}slow domain=example\.com error=no answer$/,
  );
});

test('a record with line breaks in its texts is printed as one line', () => {
  const record = { level: 50, time: 0, msg: 'a\nb', host: 'c\nd', err: { message: 'e\nf' } };
  expect(formatLogLine(JSON.stringify(record), 'api')).toMatch(/ a\\nb host=c\\nd error=e\\nf$/);
});

test.each(['Error: out of memory', '{"not": "a record"}', 'null', ''])(
  'a line that is not a log record is printed unchanged: %j',
  (line) => {
    expect(formatLogLine(line, 'worker')).toBe(`worker  ${line}`);
  },
);

import { expect, test } from '@jest/globals';
import { waitAfter } from './retry.js';

const schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
const latest = () => 1;
const soonest = () => 0;

test('a failed attempt is repeated after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, up to a fifth later, and then no more', () => {
  const attempts = [...schedule.keys()].map((place) => place + 1);
  expect(attempts.map((attempt) => waitAfter(attempt, null, soonest))).toEqual(schedule);
  expect(attempts.map((attempt) => waitAfter(attempt, null, latest))).toEqual(
    schedule.map((seconds) => seconds * 1.2),
  );
  expect(waitAfter(schedule.length + 1, null)).toBeNull();
});

const now = Date.parse('2026-11-27T12:00:00Z');

test.each([
  ['777', 777],
  ['Fri, 27 Nov 2026 12:10:00 GMT', 600],
  // The own wait is longer.
  ['1', 5],
  ['Fri, 27 Nov 2026 11:00:00 GMT', 5],
  // Longer than a day.
  ['999999999', 86_400],
  ['Fri, 04 Dec 2026 12:00:00 GMT', 86_400],
  // Not a time.
  ['soon', 5],
  ['-5', 5],
  ['1e9', 5],
])('after the first failure Retry-After: %s means %i s', (retryAfter, seconds) => {
  expect(waitAfter(1, retryAfter, soonest, now)).toBe(seconds);
});

test('Retry-After adds no attempt after the last one', () => {
  expect(waitAfter(10, '777')).toBeNull();
});

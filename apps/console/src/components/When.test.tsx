import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { When } from './When';

const now = new Date('2026-11-26T12:00:00Z');

beforeEach(() => void jest.useFakeTimers({ now }));
afterEach(() => void jest.useRealTimers());

const day = 86_400;

test.each([
  [0, 'now'],
  [-1, '1 second ago'],
  [-59.4, '59 seconds ago'],
  [-59.6, '1 minute ago'],
  [-91 * 60, '2 hours ago'],
  [-89 * 60, '1 hour ago'],
  [-23.4 * 3600, '23 hours ago'],
  [-23.6 * 3600, 'yesterday'],
  [-29 * day, '29 days ago'],
  [-30 * day, 'last month'],
  [-364 * day, 'last year'],
  [-3 * 365 * day, '3 years ago'],
  [45, 'in 45 seconds'],
  [day, 'tomorrow'],
  [90 * day, 'in 3 months'],
])('%d seconds from now reads "%s"', (seconds, words) => {
  const at = new Date(now.getTime() + seconds * 1000).toISOString();
  expect(renderToStaticMarkup(<When at={at} />)).toContain(`>${words}</time>`);
});

test('the machine-readable time is in the attribute', () => {
  expect(renderToStaticMarkup(<When at="2026-11-26T11:59:00Z" />)).toContain(
    'dateTime="2026-11-26T11:59:00Z"',
  );
});

test('a time that never came is said so', () => {
  expect(renderToStaticMarkup(<When at={null} />)).toContain('never');
});

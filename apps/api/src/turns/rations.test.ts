import { expect, test } from '@jest/globals';
import { ApiProblem } from '../http/api-problem.js';
import { Rations } from './rations.js';

/** Takes from a ration until it is refused; returns how many times that went well, and the answer. */
function takeAll(rations: Rations, account: string, subject: string, now: number) {
  for (let count = 0; ; count += 1) {
    try {
      rations.take('saves-of-a-domain', account, subject, now);
    } catch (error) {
      return { count, problem: error as ApiProblem };
    }
  }
}

test('a loop on one domain is refused after 300 saves, then allowed once a second', () => {
  const rations = new Rations();
  const { count, problem } = takeAll(rations, 'a', 'one.example.com', 0);
  expect(count).toBe(300);
  expect([problem.status, problem.extras.headers]).toEqual([
    429,
    {
      'retry-after': '1',
      'ratelimit-policy': '"saves-of-a-domain";q=60;w=60',
      ratelimit: '"saves-of-a-domain";r=0;t=1',
    },
  ]);
  expect(takeAll(rations, 'a', 'one.example.com', 10_000).count).toBe(10);
  expect(takeAll(rations, 'a', 'one.example.com', 1_000_000).count).toBe(300);
});

test('other domains and other accounts have their own ration', () => {
  const rations = new Rations();
  takeAll(rations, 'a', 'one.example.com', 0);
  expect(takeAll(rations, 'a', 'two.example.com', 0).count).toBe(300);
  expect(takeAll(rations, 'b', 'one.example.com', 0).count).toBe(300);
});

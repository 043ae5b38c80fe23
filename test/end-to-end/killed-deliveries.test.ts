import { expect, test } from '@jest/globals';
import { runDeliveries } from '../chaos/deliveries.js';

// The short form of `npm run chaos -- --deliveries 500`, which uses both queues.
test('a worker that is killed while it sends loses no change, and webhooks receive the changes of a domain in order', async () => {
  const outcome = await runDeliveries({
    kills: 2,
    seed: 1,
    backend: 'postgres',
    redisUrl: undefined,
    size: 'short',
  });
  expect(outcome.violations).toEqual([]);
  expect(outcome.changes).toBe(8);
  expect(outcome.repeatedMails).toBeLessThanOrEqual(outcome.lostClaims.mail);
}, 120_000);

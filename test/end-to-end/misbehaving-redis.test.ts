import { expect, test } from '@jest/globals';
import { runMisbehavingRedis, violationsOf } from '../chaos/misbehaving-redis.js';
import { describeWith } from '../environment/describe-with.js';

describeWith(['redis'], 'a Redis that is flushed, stopped and refuses in five ways', () => {
  test('loses and doubles no verification, fills no log, and holds no stop up', async () => {
    const outcome = await runMisbehavingRedis(43, () => undefined);
    // Three times what the command `npm run chaos -- --redis` allows, because other tests use the machine.
    expect(violationsOf(outcome, 30_000)).toEqual([]);
  }, 180_000);
});

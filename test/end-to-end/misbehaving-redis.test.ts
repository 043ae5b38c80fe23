import { expect, test } from '@jest/globals';
import { runMisbehavingRedis } from '../chaos/misbehaving-redis.js';
import { describeWith } from '../environment/describe-with.js';

describeWith(['redis'], 'a Redis that is flushed, stopped and refuses in five ways', () => {
  test('loses and doubles no verification, fills no log, and holds no stop up', async () => {
    const outcome = await runMisbehavingRedis(43, () => undefined);
    expect(outcome).toMatchObject({ ended: outcome.jobs, doubled: 0 });
    expect(outcome.slowestBackMs).toBeLessThan(30_000);
    // A line for each kind of fault in each process, and for each connection that was lost.
    expect(outcome.lines.worker).toBeLessThan(40);
    expect(outcome.lines.api).toBeLessThan(40);
    expect(outcome.stopMs).toBeLessThan(30_000);
  }, 180_000);
});

import { expect, test } from '@jest/globals';
import { measureNeighbours, type Beside } from '../bench/neighbours.js';
import { describeWith } from '../environment/describe-with.js';

describeWith(['redis'], 'an account beside another one that asks for much', () => {
  test('is answered at once while the other exports, and while it sends rows of empty cells', async () => {
    const measured = new Map<string, Beside>();
    await measureNeighbours(
      { domains: 2000, rounds: 1, requests: 50 },
      ['export', 'empty-cells'],
      (attack, seen) => measured.set(attack, seen),
    );
    expect([...measured.keys()]).toEqual(['export', 'empty-cells']);
    // 4 to 10 ms were measured; before the work was cut into slices, 40 to 160 ms of each request.
    for (const { beside, statuses } of measured.values()) {
      expect(beside).toBeLessThan(250);
      expect(statuses).not.toContain('50');
    }
  }, 120_000);
});

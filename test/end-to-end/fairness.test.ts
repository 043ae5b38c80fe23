import { expect, test } from '@jest/globals';
import { measureCell, startFairnessServers } from '../bench/fairness.js';
import { describeWith } from '../environment/describe-with.js';

describeWith(['redis', 'openssl'], 'an account beside another one', () => {
  test('verifies at once while the other has 100 verifications of servers that do not answer', async () => {
    const servers = await startFairnessServers();
    try {
      const cell = { backend: 'redis', workers: 1, attack: 'silent' } as const;
      const { beside, atOnce } = await measureCell(cell, servers, { tries: 10, share: 0.05 });
      expect(atOnce).toBeLessThanOrEqual(2);
      // In one line behind the others it would wait for minutes; 0.2 s were measured.
      expect(beside).toBeLessThan(5000);
    } finally {
      servers.stop();
    }
  }, 240_000);
});

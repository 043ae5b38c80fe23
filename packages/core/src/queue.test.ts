import { expect, test } from '@jest/globals';
import { describeWait } from './queue.js';

const ready = {
  dataCenter: 'eu1',
  hasWorker: true,
  isDispatched: false,
  blockedOn: null,
  rests: false,
  ahead: 0,
} as const;

test.each([
  [{ hasWorker: false }, 'no-worker', 'No worker serves the data centre eu1.'],
  [{ hasWorker: false, dataCenter: null }, 'no-worker', 'No worker is running.'],
  [{ isDispatched: true, ahead: 3 }, 'starting', 'A worker starts this check now.'],
  [{ blockedOn: 'mail.example.com:993', ahead: 3 }, 'server-busy', 'connected to mail.example.com:993'],
  [{ rests: true, ahead: 3 }, 'account-rests', 'pause for some seconds'],
  [{ ahead: 1 }, 'checks-ahead', '1 check of your account is ahead of this one.'],
  [{ ahead: 2500 }, 'checks-ahead', '2,500 checks of your account are ahead of this one.'],
  [{ ahead: 10_000 }, 'checks-ahead', 'At least 10,000 checks'],
  [{}, 'free-worker', 'All workers are busy'],
] as const)('a job with %j waits for %s', (facts, reason, sentence) => {
  const wait = describeWait({ ...ready, ...facts });
  expect(wait.reason).toBe(reason);
  expect(wait.text).toContain(sentence);
});

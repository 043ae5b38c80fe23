import { expect, test } from '@jest/globals';
import { describeChange } from './mail-text.js';

test.each([
  [{ added: 2, removed: 1, stateChanges: 0 }, 'Revision 3 of the allowlist: 2 added, 1 removed'],
  // The day on which an announced address becomes active.
  [{ added: 0, removed: 0, stateChanges: 1 }, 'Revision 3 of the allowlist: 1 with a new state'],
])('a revision with the changes %j is headed “%s”', (counts, headline) => {
  const payload = { revision: 3, ...counts };
  const group = {
    type: 'allowlist.revised',
    at: '2026-11-27T00:00:00Z',
    times: 1,
    domains: [],
    domainCount: 0,
    payload,
  } as const;
  expect(describeChange(group).headline).toBe(headline);
});

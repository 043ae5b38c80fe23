import { expect, test } from '@jest/globals';
import type { EndpointReport, Step, Verification } from '@postern/core/verification';
import { streamProgress } from './stream-progress.js';
import { followedSteps } from './present-verification.js';

const never = new AbortController().signal;
const step = (stage: Step['stage']): Step => ({
  stage,
  state: 'passed',
  durationMs: 1,
  facts: {},
  failure: null,
});

/** The fields of a verification that its events depend on. */
function measured(state: Verification['state'], ...stages: Step['stage'][]): Verification {
  const report = { endpoint: 'imap', steps: stages.map(step) } as unknown as EndpointReport;
  return { id: 'v', state, endpoints: [report] } as unknown as Verification;
}

test('B2 a stream starts with a comment, sends each step once and ends with the verification', async () => {
  const states = [
    measured('queued'),
    measured('running', 'resolve', 'connect'),
    measured('running', 'resolve', 'connect'),
    measured('passed', 'resolve', 'connect', 'greeting'),
  ];
  const read = async () => states.shift() ?? null;
  const events: string[] = [];
  for await (const event of streamProgress(read, followedSteps, undefined, never))
    events.push(event.split('\n')[0]!);
  expect(events).toEqual([
    ': waiting for the next step',
    'event: step',
    'event: step',
    'event: step',
    'event: done',
  ]);
});

test('B2 a client that reconnects gets the events that it has not received', async () => {
  const read = async () => measured('failed', 'resolve', 'connect', 'greeting');
  const events: string[] = [];
  for await (const event of streamProgress(read, followedSteps, '2', never)) events.push(event);
  expect(events).toHaveLength(2);
  expect(events[0]).toContain('id: 3\n');
  expect(events[0]).toContain('"stage":"greeting"');
  expect(events[1]).toContain('id: done\n');
});

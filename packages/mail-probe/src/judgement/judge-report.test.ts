import { expect, test } from '@jest/globals';
import { emptyReport, type Stage, type Step } from '@postern/core/verification';
import { judgeReport } from './judge-report.js';

const server = { endpoint: 'smtp', host: 'mail.example.com', port: 465, tls: 'implicit' } as const;
const step = (stage: Stage, durationMs: number): Step => ({
  stage,
  state: 'passed',
  durationMs,
  facts: {},
  failure: null,
});

test.each([
  ['the handshake', [step('connect', 20), step('tls', 7_400), step('greeting', 100)], 8],
  ['the greeting', [step('tls', 50), step('greeting', 15_000), step('capability', 10)], 15],
  ['EHLO', [step('tls', 50), step('greeting', 2_000), step('capability', 3_100)], 5],
  ['nothing', [step('connect', 4_900), step('tls', 50), step('greeting', 4_900)], null],
] as const)(
  'a server that is slow at the step %s gets a warning that names the seconds',
  (_name, steps, seconds) => {
    const report = { ...emptyReport(server), authMechanisms: ['PLAIN'], steps: [...steps] };
    const rule = { allowNonSecureCertificate: false, pin: null, mayPin: false };
    const { warnings } = judgeReport(report, rule);
    expect(warnings.map(({ code }) => code)).toEqual(seconds === null ? [] : ['server-slow']);
    if (seconds !== null)
      expect(warnings[0]!.title).toBe(`mail.example.com took ${seconds} seconds to answer`);
  },
);

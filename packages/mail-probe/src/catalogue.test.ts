import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failureCodes, type FailureCode } from '@postern/core/failures/failure-catalogue';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { allScenarios } from '@postern/test/scenarios/all-scenarios';
import { runScenario } from '@postern/test/scenarios/run-scenario';
import { account, type Scenario } from '@postern/test/scenarios/scenario';

const produced = new Set<string>();
let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

describe('R25 the report of every scenario has the expected code, stage, field and `temporary`', () => {
  test.each(allScenarios.map((scenario) => [scenario.name, scenario] as const))(
    'the probe reports the expected result for %s',
    async (_name, scenario) => {
      const { result, port, unknowns, refusals } = await runScenario(scenario, certificates);
      const report = result.endpoints.find(({ endpoint }) => endpoint === scenario.endpoint)!;
      const failed = report.steps.find((step) => step.failure !== null);
      const failure = failed?.failure ?? null;
      for (const { code } of [...report.steps.flatMap((step) => step.failure ?? []), ...result.warnings])
        produced.add(code);
      for (const { steps } of result.endpoints)
        for (const step of steps) produced.add(step.failure?.code ?? '');
      expect(failure === null ? null : pick(failure)).toEqual(expectedOf(scenario, port));
      if (failed !== undefined)
        expect(failed.state).toBe(scenario.expected?.isSkipped === true ? 'skipped' : 'failed');
      const own = result.warnings.filter(({ endpoint }) => endpoint === scenario.endpoint);
      expect(own.map(({ code }) => code)).toEqual(scenario.warnings ?? []);
      const notices = [...(failure === null ? [] : [failure]), ...own];
      const text = notices.map(({ title, advice }) => `${title}. ${advice}`).join(' ');
      expect(text).toMatch(scenario.says ?? /^/);
      expect(text).not.toMatch(scenario.saysNot ?? /^(?!)/);
      expect(refusals).toBeLessThanOrEqual(1);
      expect(JSON.stringify([result, unknowns])).not.toContain(account.password);
      expect(failure?.code === 'unknown' ? failure.supportId : undefined).toBe(unknowns[0]?.supportId);
    },
  );
});

describe('failure codes that a scenario has produced', () => {
  test.each(failureCodes.map((code) => [code]))(
    'at least one scenario produced the failure code %s',
    (code: FailureCode) => {
      expect(produced).toContain(code);
    },
  );
});

afterAll(() => produced.clear());

function pick(failure: {
  code: string;
  stage: string;
  field: string | null;
  temporary: boolean;
  suggestion?: string;
}) {
  const { code, stage, field, temporary, suggestion } = failure;
  return { code, stage, field, temporary, suggestion };
}

function expectedOf({ expected }: Scenario, port: number) {
  if (expected === null) return null;
  const { code, stage, field, temporary = false, suggestion } = expected;
  return { code, stage, field, temporary, suggestion: suggestion?.replace('PORT', String(port)) };
}

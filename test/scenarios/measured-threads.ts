import { fileURLToPath } from 'node:url';
import type { ConversationOutcome } from '@postern/mail-probe/conversation/conversation';
import { createProbeThreads, type ProbeThreads } from '@postern/mail-probe/threads/probe-threads';
import type { ConversationRunner } from '@postern/mail-probe/conversation/conversation';
import type { TestCertificates } from '../certificates/make-certificates.js';
import { runScenario, type ScenarioRun } from './run-scenario.js';
import type { Scenario } from './scenario.js';

export type MeasuredOutcome = ConversationOutcome & { readonly cpuMs: number };
export type MeasuredRun = ScenarioRun & { readonly cpuMs: number };

/** Runs scenarios, one at a time, through real probe threads that load TypeScript, and returns their CPU time. */
export class MeasuredThreads {
  readonly #threads: ProbeThreads;

  constructor(count: number) {
    const hooks = fileURLToPath(new URL('../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
    this.#threads = createProbeThreads({
      threads: count,
      entry: new URL('./measured-probe-thread.ts', import.meta.url),
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', hooks],
    });
  }

  get run(): ConversationRunner {
    return this.#threads.run;
  }

  async measure(scenario: Scenario, certificates: TestCertificates): Promise<MeasuredRun> {
    let cpuMs = 0;
    const run: ConversationRunner = async (request, options) => {
      const outcome = await this.#threads.run(request, options);
      if (request.endpoint === scenario.endpoint && 'cpuMs' in outcome) cpuMs += Number(outcome.cpuMs);
      return outcome;
    };
    return { ...(await runScenario(scenario, certificates, run)), cpuMs };
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }
}

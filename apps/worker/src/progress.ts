import type { Database } from '@postern/database/database';
import { storeProgress, watchedVerifications } from '@postern/database/functions/store-progress';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Server } from '@postern/core/server';
import { emptyReport, type EndpointReport, type Step } from '@postern/core/verification';
import type { Logger } from 'pino';

type Running = { readonly id: string; readonly attempt: number; readonly servers: readonly Server[] };
type Unwritten = { readonly running: Running; readonly reports: EndpointReport[] };

/** The steps of one verification. No write starts after `stop`, so none can overwrite a result. */
export type ShownSteps = { add(endpoint: EndpointName, step: Step): void; stop(): void };

/** The shortest time between two writes of steps, in milliseconds; most conversations end before the first write. */
const writeEveryMs = 500;

/**
 * Shows the steps of the running verifications of this worker. Every 500 ms it asks in one statement which of those with
 * new steps somebody watches, and writes the steps of these.
 */
export class Progress {
  readonly #unwritten = new Map<string, Unwritten>();
  #isScheduled = false;

  constructor(
    private readonly database: Database,
    private readonly troubles: TroubleEpisodes,
    private readonly log: Logger,
  ) {}

  start(running: Running): ShownSteps {
    const reports = running.servers.map(emptyReport);
    let hasStopped = false;
    return {
      add: (endpoint, step) => {
        reports.find((report) => report.endpoint === endpoint)?.steps.push(step);
        if (hasStopped) return;
        this.#unwritten.set(running.id, { running, reports });
        this.#schedule();
      },
      stop: () => {
        hasStopped = true;
        this.#unwritten.delete(running.id);
      },
    };
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => void this.#write(), writeEveryMs);
  }

  async #write(): Promise<void> {
    try {
      const ids = [...this.#unwritten.keys()];
      const watched = ids.length === 0 ? [] : await watchedVerifications(this.database, ids);
      for (const id of watched) {
        const unwritten = this.#unwritten.get(id);
        if (unwritten === undefined) continue;
        this.#unwritten.delete(id);
        await storeProgress(this.database, unwritten.running, unwritten.reports);
      }
    } catch (error) {
      if (!this.troubles.report(error)) this.log.error({ err: error }, 'could not write while verifying');
    } finally {
      // Steps that nobody watches stay unwritten: somebody may begin to watch.
      this.#isScheduled = false;
      if (this.#unwritten.size > 0) this.#schedule();
    }
  }
}

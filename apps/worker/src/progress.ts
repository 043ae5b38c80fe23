import type { Server } from '@postern/core/server';
import { emptyReport, type EndpointReport, type Step } from '@postern/core/verification';
import type { EndpointName } from '@postern/core/endpoint-name';

/**
 * The shortest time between two writes of steps, in milliseconds; most conversations end before the first write.
 */
const writeEveryMs = 500;

/**
 * Collects the steps of a running verification and writes them to the database every 500 ms, so that the console
 * can show them.
 */
export class Progress {
  private readonly reports: EndpointReport[];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    servers: readonly Server[],
    private readonly write: (reports: EndpointReport[]) => Promise<void>,
  ) {
    this.reports = servers.map(emptyReport);
  }

  add(endpoint: EndpointName, step: Step): void {
    this.reports.find((report) => report.endpoint === endpoint)?.steps.push(step);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.writing.then(() => this.write(this.reports));
    }, writeEveryMs);
  }

  /** Waits for the current write. No write starts after this call, so none can overwrite the result. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
  }
}

import type { Server } from '@postern/core/server';
import { emptyReport, type EndpointReport, type Step } from '@postern/core/verification';
import type { EndpointName } from '@postern/core/endpoint-name';

/** Steps are written at most this often; most conversations end before the first write. */
const writeEveryMs = 500;

/** Collects the steps of a running verification and writes them every 500 ms, so that people can watch. */
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

  /** Waits for the current write; no write starts afterwards, so none follows the result. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
  }
}

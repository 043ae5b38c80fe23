import type { MailServer, MailServers } from '@postern/core/mail-settings';
import type { EndpointName, EndpointReport, Step } from '@postern/core/verification';

/** Steps are written at most this often: a healthy conversation ends before the first write. */
const writeEveryMs = 250;

/** Collects the steps of a running verification and hands them on now and then, so that people can watch. */
export class Progress {
  private readonly reports: EndpointReport[];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    servers: MailServers,
    private readonly write: (reports: EndpointReport[]) => Promise<void>,
  ) {
    this.reports = emptyReports(servers);
  }

  add(endpoint: EndpointName, step: Step): void {
    this.reports.find((report) => report.endpoint === endpoint)?.steps.push(step);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.writing.then(() => this.write(this.reports));
    }, writeEveryMs);
  }

  /** No write happens after this; the result comes next. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
  }
}

function emptyReports(servers: MailServers): EndpointReport[] {
  if (servers.kind === 'imap') return [emptyReport('imap', servers.imap), emptyReport('smtp', servers.smtp)];
  const { hostname, port } = new URL(servers.exchange.url);
  return [emptyReport('exchange', { host: hostname, port: port === '' ? 443 : Number(port), tls: 'implicit' })];
}

function emptyReport(endpoint: EndpointName, { host, port, tls }: MailServer): EndpointReport {
  return {
    endpoint, host, port, tls,
    address: null, sourceAddress: null, tlsVersion: null, cipher: null, certificate: null,
    capabilities: [], authMechanisms: [], steps: [],
  };
}

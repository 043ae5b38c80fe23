import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { watchSummaries } from '@postern/database/summary-changes';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { DATABASE } from '../api-settings.js';

/** So often a stream is told at most. */
const lookEveryMs = 1000;

type Watched = {
  readonly listeners: Set<() => void>;
  /** What was noted when it was read last; null before. */
  seen: ReadonlySet<string> | null;
};

/**
 * Tells streams that the summary of their account has changed. One query a second reads the changes of all accounts that
 * have a stream; without a stream there is none.
 */
@Injectable()
export class SummaryWatch implements OnApplicationShutdown {
  private readonly log = new Logger(SummaryWatch.name);
  private readonly accounts = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
  ) {}

  /** Calls `listener` at most once a second while the summary changes, until the signal aborts. Resolves when it watches. */
  async watch(accountId: string, listener: () => void, closed: AbortSignal): Promise<void> {
    const watched = this.accounts.get(accountId) ?? { listeners: new Set(), seen: null };
    this.accounts.set(accountId, watched);
    watched.listeners.add(listener);
    const leave = () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0 && this.accounts.get(accountId) === watched)
        this.accounts.delete(accountId);
    };
    if (closed.aborted) return leave();
    closed.addEventListener('abort', leave, { once: true });
    if (watched.seen === null) await this.look([accountId]);
    this.lookLater();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.accounts.clear();
  }

  private lookLater(): void {
    if (this.accounts.size === 0) return;
    this.timer ??= setTimeout(() => {
      void this.look([...this.accounts.keys()]).finally(() => {
        this.timer = undefined;
        this.lookLater();
      });
    }, lookEveryMs).unref();
  }

  private async look(accountIds: readonly string[]): Promise<void> {
    try {
      for (const { accountId, changes } of await watchSummaries(this.database, accountIds)) {
        const watched = this.accounts.get(accountId);
        if (watched === undefined) continue;
        const { seen, listeners } = watched;
        watched.seen = new Set(changes);
        if (seen !== null && changes.some((change) => !seen.has(change)))
          for (const listener of listeners) listener();
      }
    } catch (error) {
      if (!this.troubles.report(error))
        this.log.warn(`Changes of summaries are read again later: ${(error as Error).message}`);
    }
  }
}

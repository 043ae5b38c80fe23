import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { endedSecrets } from '@postern/database/functions/holder';
import { DATABASE } from '../api-settings.js';

/** A stream ends within two of these after its token was revoked. */
const checkEveryMs = 1000;

/**
 * Ends answers that stay open, such as event streams, when their token or session is revoked or expires. One query a
 * second checks the secrets of all open answers; without an open answer there is none.
 */
@Injectable()
export class SecretWatch implements OnApplicationShutdown {
  private readonly log = new Logger(SecretWatch.name);
  private readonly open = new Map<string, Set<AbortController>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
  ) {}

  /** A signal that aborts when the secret with this SHA-256 ends; `closed` aborts when the answer has ended. */
  watch(sha256: Uint8Array, closed: AbortSignal): AbortSignal {
    const key = Buffer.from(sha256).toString('hex');
    const ended = new AbortController();
    const answers = this.open.get(key) ?? new Set();
    this.open.set(key, answers.add(ended));
    closed.addEventListener(
      'abort',
      () => {
        answers.delete(ended);
        if (answers.size === 0 && this.open.get(key) === answers) this.open.delete(key);
      },
      { once: true },
    );
    this.checkLater();
    return ended.signal;
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.open.clear();
  }

  private checkLater(): void {
    if (this.open.size === 0) return;
    this.timer ??= setTimeout(() => {
      void this.check().finally(() => {
        this.timer = undefined;
        this.checkLater();
      });
    }, checkEveryMs).unref();
  }

  private async check(): Promise<void> {
    try {
      for (const key of await endedSecrets(this.database, [...this.open.keys()])) {
        for (const ended of this.open.get(key) ?? []) ended.abort();
      }
    } catch (error) {
      if (!this.troubles.report(error))
        this.log.warn(`Open answers are checked again later: ${(error as Error).message}`);
    }
  }
}

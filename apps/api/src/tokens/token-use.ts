import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { asOperator, type Database } from '@postern/database/database';
import { DATABASE } from '../api-settings.js';

const flushEveryMs = 30_000;

/**
 * Remembers when tokens were last used and writes it down every 30 s, all of them in one statement: no request
 * waits for it or writes by itself. A process that dies loses at most those seconds.
 */
@Injectable()
export class TokenUse implements OnApplicationShutdown {
  private readonly log = new Logger(TokenUse.name);
  private lastUsed = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  note(tokenId: string): void {
    this.lastUsed.set(tokenId, Date.now());
    this.timer ??= setTimeout(() => {
      this.flush().catch((error: Error) => this.log.warn(`Last uses are written later: ${error.message}`));
    }, flushEveryMs).unref();
  }

  /** Writes what is known now; what could not be written is kept for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const uses = this.lastUsed;
    if (uses.size === 0) return;
    this.lastUsed = new Map();
    try {
      await asOperator(this.database).execute(
        `update token set last_used_at = used.at
         from jsonb_to_recordset(?::jsonb) as used (id uuid, at timestamptz)
         where token.id = used.id and (last_used_at is null or last_used_at < used.at)`,
        [JSON.stringify([...uses].map(([id, at]) => ({ id, at: new Date(at).toISOString() })))],
      );
    } catch (error) {
      for (const [id, at] of uses) if (!this.lastUsed.has(id)) this.lastUsed.set(id, at);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush().catch(() => undefined); // A database that is away must not hold up the end.
  }
}

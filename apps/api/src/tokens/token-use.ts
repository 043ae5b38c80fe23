import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { formatIpAddress, parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { asOperator, type Database } from '@postern/database/database';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { DATABASE } from '../api-settings.js';

const flushEveryMs = 30_000;

type Use = { readonly at: number; readonly address: string };

/**
 * Collects when and from which address tokens were last used, and links for IT first, and writes that to the database every 30 s, in one statement, so that no
 * request waits for a write. A process that is killed loses at most 30 s of them.
 */
@Injectable()
export class TokenUse implements OnApplicationShutdown {
  private readonly log = new Logger(TokenUse.name);
  private lastUsed = new Map<string, Use>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
  ) {}

  note(tokenId: string, address: string): void {
    this.lastUsed.set(tokenId, { at: Date.now(), address });
    this.timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => {
        if (!this.troubles.report(error))
          this.log.warn(
            `The times of last use could not be written; the next try is in 30 s: ${(error as Error).message}`,
          );
      });
    }, flushEveryMs).unref();
  }

  /** Writes the collected times; if that fails, they are kept for the next try. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const uses = this.lastUsed;
    if (uses.size === 0) return;
    this.lastUsed = new Map();
    try {
      await asOperator(this.database).execute(
        `with used as (select * from jsonb_to_recordset(?::jsonb) as used (id uuid, at timestamptz, address text)),
           opened as (
             update link_lookup set opened_at = used.at from used
             where link_lookup.link_id = used.id and opened_at is null)
         update token set last_used_at = used.at, last_used_address = used.address from used
         where token.id = used.id and (last_used_at is null or last_used_at < used.at)`,
        [JSON.stringify([...uses].map(([id, use]) => written(id, use)))],
      );
    } catch (error) {
      for (const [id, use] of uses) if (!this.lastUsed.has(id)) this.lastUsed.set(id, use);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush().catch(() => undefined); // Without the database the times are lost; the process must stop anyway.
  }
}

function written(id: string, { at, address }: Use): { id: string; at: string; address: string } {
  const parsed = parseIpAddress(address);
  const canonical = parsed === null ? address : formatIpAddress(unwrapMapped(parsed));
  return { id, at: new Date(at).toISOString(), address: canonical };
}

import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { beginHousekeeping, recordHousekeeping } from '@postern/database/housekeeping-run';
import { sealAgain } from '@postern/database/seal-again';
import { MAINTENANCE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { tellOfDates } from '../allowlist/tell-of-allowlist.js';
import { deleteExpired } from './delete-expired.js';

const firstAfterMs = 60_000;
/** How often a process looks whether it is time, and how often any of them deletes. */
const lookEveryMs = 300_000;
const everySeconds = 3600;

/**
 * Deletes expired rows and seals secrets again once an hour, in one of all processes: each looks one minute after its start and then every five
 * minutes whether another one has begun within the hour.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(MAINTENANCE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(firstAfterMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.schedule(lookEveryMs);
      this.running = this.keepHouse().catch((error: Error) =>
        this.log.warn(`Expired rows could not be deleted; the next try is in an hour: ${error.message}`),
      );
    }, afterMs);
    this.timer.unref();
  }

  private async keepHouse(): Promise<void> {
    if (!(await beginHousekeeping(this.database, everySeconds))) return;
    await tellOfDates(this.database).catch((error: Error) =>
      this.log.warn(`Dates of the allowlist that passed could not be told: ${error.message}`),
    );
    await sealAgain(this.database, this.settings.secretKeys).catch((error: Error) =>
      this.log.warn(`Secrets could not be sealed again with the newest key: ${error.message}`),
    );
    let failures = 0;
    await deleteExpired(this.database, {
      auditRetentionDays: this.settings.auditRetentionDays,
      onFailure: (what, error) => {
        failures += 1;
        if (failures === 1)
          this.log.warn(`Expired rows of ${what} could not be deleted: ${(error as Error).message}`);
      },
    });
    if (failures === 0) await recordHousekeeping(this.database);
    else
      this.log.warn(
        `Expired rows of ${failures} accounts or tables could not be deleted; the next try is in an hour`,
      );
  }
}

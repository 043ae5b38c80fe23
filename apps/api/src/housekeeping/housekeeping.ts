import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { deleteExpired } from './delete-expired.js';

const firstAfterMs = 60_000;
const everyMs = 3_600_000;

/** Deletes expired rows one minute after the start and then every hour. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
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
      this.schedule(everyMs);
      this.running = deleteExpired(this.database, this.settings.auditRetentionDays).catch((error: Error) =>
        this.log.warn(`Expired rows could not be deleted; the next try is in an hour: ${error.message}`),
      );
    }, afterMs);
    this.timer.unref();
  }
}

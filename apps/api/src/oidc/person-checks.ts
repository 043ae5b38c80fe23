import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '@postern/database/database';
import {
  claimDueSession,
  endSession,
  endTokenSessions,
  prolongSession,
  type DueSession,
  type ProviderGrant,
} from '@postern/database/person-session';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { ResponseBodyError } from 'openid-client';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { admitPerson } from './admit-person.js';
import { isProviderAway } from './provider-fetch.js';
import { Provider, type Proof } from './provider.js';

const everyMs = 60_000;

/**
 * Asks the provider once an hour about each session of a person, so that a session loses a role within an hour after its
 * person lost the group. Without a refresh token, or while the provider is away, the session ends after that hour. All
 * processes share the work, since a session is taken by one of them.
 */
@Injectable()
export class PersonChecks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(PersonChecks.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
    @Inject(Provider) private readonly provider: Provider,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.oidc === null) return;
    if (this.settings.oidc.isForced) await endTokenSessions(this.database);
    clearTimeout(this.timer);
    this.waitForNext();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Checks again a minute after the last check has ended, so that a slow provider never has two at once. */
  private waitForNext(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.running = this.run()
        .catch((error: unknown) => {
          if (!this.troubles.report(error))
            this.log.warn(`Sessions are checked again in a minute: ${(error as Error).message}`);
        })
        .finally(() => this.waitForNext());
    }, everyMs).unref();
  }

  /** Asks about every session that is due; ends early while the provider is away. */
  async run(): Promise<void> {
    const sealer = createSecretSealer(this.settings.secretKeys);
    for (;;) {
      const session = this.isStopping ? null : await claimDueSession(this.database, sealer);
      if (session === null) return;
      const proof = session.grant === null ? 'doubtful' : await this.ask(session.grant);
      if (proof === 'away') return;
      if (proof === 'doubtful') continue;
      const person = proof === 'ended' ? null : await this.admit(session, proof);
      if (person === null || proof === 'ended') await endSession(this.database, session);
      else await prolongSession(this.database, sealer, session, { role: person.role, grant: proof.grant });
    }
  }

  /** Only a refused refresh token (RFC 6749 §5.2) ends a session at once. After any other fault it ends at its hour. */
  private async ask(grant: ProviderGrant): Promise<Proof | 'ended' | 'doubtful' | 'away'> {
    try {
      return await this.provider.confirm(grant);
    } catch (error) {
      if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return 'ended';
      if (isProviderAway(error)) return 'away';
      this.provider.tell(error);
      return 'doubtful';
    }
  }

  private async admit(session: DueSession, { claims }: Proof) {
    const person = await admitPerson(this.database, this.settings.oidc!, claims);
    return typeof person === 'string' || person.accountId !== session.accountId ? null : person;
  }
}

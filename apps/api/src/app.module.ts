import { Module, StandardSchemaValidationPipe, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { inputErrors } from '@postern/core/problem';
import type { Database } from '@postern/database/database';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { JobQueue } from '@postern/jobs/job-queue';
import type { z } from 'zod';
import { DATABASE, MAINTENANCE, QUEUE, SETTINGS, type ApiSettings } from './api-settings.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AuditEventsController } from './audit-events/audit-events.controller.js';
import { ServersController } from './servers/servers.controller.js';
import { SummaryController } from './summary/summary.controller.js';
import { SummaryWatch } from './summary/summary-watch.js';
import { AllowlistController } from './allowlist/allowlist.controller.js';
import { VendorController } from './allowlist/vendor.controller.js';
import { SignedAllowlistController } from './allowlist/signed-allowlist.controller.js';
import { ConnectSessionsController } from './connect-sessions/connect-sessions.controller.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { DiscoveriesController } from './discoveries/discoveries.controller.js';
import { FirewallGuidesController } from './firewall/firewall-guides.controller.js';
import { FirewallController } from './firewall/firewall.controller.js';
import { HealthController } from './health/health.controller.js';
import { RecentTrouble } from './health/recent-trouble.js';
import { Admission } from './access/admission.js';
import { ApiProblem } from './http/api-problem.js';
import { FailedAttempts } from './access/failed-attempts.js';
import { SecretWatch } from './access/secret-watch.js';
import { RulesThread } from './firewall/rules-thread-host.js';
import { PermissionGuard } from './access/permission.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Housekeeping } from './housekeeping/housekeeping.js';
import { Idempotency } from './idempotency/idempotency.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { BulkChangesController } from './bulk-changes/bulk-changes.controller.js';
import { BulkRunner } from './bulk-changes/bulk-runner.js';
import { HintsController } from './mail-settings/hints.controller.js';
import { MailSettingsController } from './mail-settings/mail-settings.controller.js';
import { PopulateController } from './populate/populate.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { QueueController } from './queue/queue.controller.js';
import { Provenance } from './discoveries/provenance.js';
import { Rations } from './turns/rations.js';
import { OidcController } from './oidc/oidc.controller.js';
import { PersonChecks } from './oidc/person-checks.js';
import { Provider } from './oidc/provider.js';
import { MeController } from './tokens/me.controller.js';
import { TokenUse } from './tokens/token-use.js';
import { CertificateAuthoritiesController } from './certificate-authorities/certificate-authorities.controller.js';
import { LinksController } from './links/links.controller.js';
import { OwnLinkController } from './links/own-link.controller.js';
import { TokensController } from './tokens/tokens.controller.js';
import { ImportRunner } from './import-export/import-runner.js';
import { ImportExportController } from './import-export/import-export.controller.js';
import { EventStreams } from './verifications/event-streams.js';
import { VerificationDispatcher } from './verifications/verification-dispatcher.js';
import { VerificationStarter } from './verifications/verification-starter.js';
import { MailLinksController } from './notifications/mail-links.controller.js';
import { NotificationSettingsController } from './notifications/notification-settings.controller.js';
import { WebhookDeliveriesController } from './webhooks/webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { VerificationsController } from './verifications/verifications.controller.js';

/** The objects that are made before Nest starts and that its classes receive by injection. */
export type ApiParts = {
  readonly database: Database;
  /** A pool for long statements, see `openMaintenance`. */
  readonly maintenance: Database;
  readonly queue: JobQueue;
  readonly settings: ApiSettings;
  readonly troubles: TroubleEpisodes;
};

const controllers = [
  BulkChangesController,
  HintsController,
  MailSettingsController,
  ImportExportController,
  VerificationsController,
  PopulateController,
  ConnectSessionsController,
  ConnectionsController,
  DiscoveriesController,
  SignedAllowlistController,
  AllowlistController,
  VendorController,
  FirewallGuidesController,
  FirewallController,
  WebhooksController,
  WebhookDeliveriesController,
  NotificationSettingsController,
  MailLinksController,
  AccountsController,
  AuditEventsController,
  SummaryController,
  ServersController,
  TokensController,
  OwnLinkController,
  CertificateAuthoritiesController,
  LinksController,
  MeController,
  SessionsController,
  OidcController,
  HealthController,
  QueueController,
  MetricsController,
];

/** The only Nest module of the api; its parts are folders. */
@Module({})
export class AppModule {
  static of({ database, maintenance, queue, settings, troubles }: ApiParts): DynamicModule {
    return {
      module: AppModule,
      controllers,
      providers: [
        { provide: DATABASE, useValue: database },
        { provide: MAINTENANCE, useValue: maintenance },
        { provide: QUEUE, useValue: queue },
        { provide: SETTINGS, useValue: settings },
        { provide: TroubleEpisodes, useValue: troubles },
        Admission,
        BulkRunner,
        EventStreams,
        FailedAttempts,
        Housekeeping,
        Metrics,
        Idempotency,
        ImportRunner,
        PersonChecks,
        Provenance,
        Provider,
        Rations,
        RecentTrouble,
        RulesThread,
        SecretWatch,
        SummaryWatch,
        TokenUse,
        VerificationDispatcher,
        VerificationStarter,
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        {
          provide: APP_PIPE,
          useFactory: () => new StandardSchemaValidationPipe({ exceptionFactory: toProblem }),
        },
      ],
    };
  }
}

/** Turns failed validation into a problem. Every schema is zod's, so the issues are zod's. */
function toProblem(issues: readonly unknown[]): ApiProblem {
  return new ApiProblem('invalid-input', { errors: inputErrors(issues as z.core.$ZodIssue[]) });
}

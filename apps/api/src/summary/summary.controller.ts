import { Controller, Get, Inject, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { displayOfSubject } from '@postern/core/audit-event';
import type { EndpointName } from '@postern/core/endpoint-name';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { failureCatalogue, type FailureCode } from '@postern/core/failures/failure-catalogue';
import type { FailureValues } from '@postern/core/failures/failure-values';
import { toUnicode } from '@postern/core/name-labels';
import { mayHolder } from '@postern/core/permission';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { summarySchema, type Summary } from '@postern/core/summary';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { inAccount, type Database } from '@postern/database/database';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { summarizeAccount, type AccountSummary } from '@postern/database/functions/summarize-account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { readEnding } from './read-ending.js';
import { ReadTurns } from '../turns/request-turns.js';
import { EventStreams } from '../verifications/event-streams.js';
import { streamChanges } from './stream-changes.js';
import { SummaryWatch } from './summary-watch.js';

const summaryQuery = z.strictObject({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Changes after this time only, e.g. after the last visit.' }),
});
const shownChanges = 20;

/** The overview of an account. */
@ApiTags('Mail settings')
@Controller('v1/summary')
export class SummaryController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SummaryWatch) private readonly watch: SummaryWatch,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  @Get()
  @UseInterceptors(ReadTurns)
  @Requires('settings:read')
  @ApiOperation({
    operationId: 'readSummary',
    summary: 'Count the domains by state, and list what needs attention',
  })
  @ApiOkResponse({ standardSchema: summarySchema })
  async read(
    @FromAccount() caller: AccountCaller,
    @Query({ schema: summaryQuery }) { since }: z.output<typeof summaryQuery>,
  ): Promise<Summary> {
    const { accountId } = caller;
    const [summary, document, changes, ending] = await Promise.all([
      summarizeAccount(this.database, accountId),
      currentAllowlist(this.database),
      this.changes(accountId, since),
      readEnding(this.database, accountId, mayHolder(caller, 'tokens:manage')),
    ]);
    const { revision, publishedAt } = document;
    return {
      domains: countDomains(summary),
      attention: attentionOf(summary),
      certificates: summary.certificates.map(({ server, daysLeft, domains }) => ({
        server,
        daysLeft,
        domains,
      })),
      more: { failures: leftOut(summary.failures), certificates: leftOut(summary.certificates) },
      ending,
      attempts: attemptsOf(summary),
      nextCheckAt: summary.nextCheckAt === null ? null : utc(summary.nextCheckAt),
      allowlist: { revision, publishedAt, isSample: isSampleAllowlist(document) },
      changes,
    };
  }

  /** Server-sent events: `changed` at once and after each change. */
  @Get('events')
  @Requires('settings:read')
  @ApiOperation({
    operationId: 'watchSummary',
    summary: 'Learn that the summary has changed, at most once a second, to read it again',
  })
  @ApiOkResponse({
    description: 'An event `changed` without content at once and after each change',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  events(
    @FromAccount() { accountId }: AccountCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.streams.sendEach(request, reply, (signal) => streamChanges(this.watch, accountId, signal));
  }

  private async changes(accountId: string, since: string | undefined): Promise<Summary['changes']> {
    const rows = await inAccount(this.database, accountId).find(
      AuditEvent,
      { accountId, ...(since !== undefined && { at: { $gt: new Date(since) } }) },
      { orderBy: { id: 'desc' }, limit: shownChanges },
    );
    return rows.map(({ id, at, actor, action, subject, before, after }) => ({
      id,
      at: at.toISOString(),
      actor,
      action,
      subject,
      ...displayOfSubject({ subject, before, after }),
    }));
  }
}

function countDomains({ counts }: AccountSummary): Summary['domains'] {
  const byState = { unverified: 0, queued: 0, running: 0, passed: 0, failed: 0 };
  const byKind = { imap: 0, exchange: 0 };
  let total = 0;
  for (const { kind, state, domains } of counts.filter(({ origin }) => origin === 'admin')) {
    total += domains;
    byKind[kind] += domains;
    byState[state as keyof typeof byState] += domains;
  }
  return { total, byState, byKind };
}

function attemptsOf({ counts }: AccountSummary): number {
  return counts.filter(({ origin }) => origin === 'attempt').reduce((sum, { domains }) => sum + domains, 0);
}

function attentionOf(summary: AccountSummary): Summary['attention'] {
  const failures = summary.failures.map(({ server, endpoint, code, field, count, since, domain }) => ({
    kind: 'failure' as const,
    ...(domain !== null && { domain, displayDomain: toUnicode(domain) }),
    ...(server !== null && { server }),
    endpoint: endpoint as EndpointName,
    code,
    ...titleOf({ server, endpoint, code }),
    ...(field !== null && { field }),
    count,
    since: utc(since),
  }));
  const { oldestAttempt, hints } = summary;
  const attempts =
    oldestAttempt === null
      ? []
      : [{ kind: 'attempts' as const, count: attemptsOf(summary), since: utc(oldestAttempt) }];
  const others =
    hints.since === null
      ? []
      : [
          {
            kind: 'hints' as const,
            ...(hints.domain !== null && { domain: hints.domain, displayDomain: toUnicode(hints.domain) }),
            count: hints.count,
            since: utc(hints.since),
          },
        ];
  return [...failures, ...attempts, ...others];
}

/** The title of a failure, and the values in it; nothing for a code that an older version stored. Titles name no TLS mode. */
function titleOf({
  server,
  endpoint,
  code,
}: Pick<AccountSummary['failures'][number], 'server' | 'endpoint' | 'code'>): {
  title?: string;
  values?: FailureValues;
} {
  if (!Object.hasOwn(failureCatalogue, code)) return {};
  const [host = '', port = '443'] = (server ?? '').split(/:(?=\d+$)/);
  const values = { host, port: Number(port), tls: 'implicit' } as const;
  const context = { ...values, endpoint: endpoint as EndpointName };
  return { title: describeFailure(code as FailureCode, 'connect', context).title, values };
}

/** How many rows the limit left out. */
function leftOut(listed: readonly { readonly rows: number }[]): number {
  return (listed[0]?.rows ?? 0) - listed.length;
}

function utc(time: string): string {
  return new Date(time).toISOString();
}

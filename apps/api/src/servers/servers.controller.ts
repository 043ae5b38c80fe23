import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { accountServerSchema, type AccountServer } from '@postern/core/account-server';
import { domainNameSchema } from '@postern/core/domain-name';
import { listAccountServers } from '@postern/database/account-servers';
import type { Database } from '@postern/database/database';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { ReadTurns } from '../turns/request-turns.js';

const serversQuery = z.strictObject({
  domain: domainNameSchema.optional().meta({ description: 'The servers of this domain only.' }),
});

/** The mail servers of an account's domains. */
@ApiTags('Mail settings')
@Controller('v1/servers')
export class ServersController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @UseInterceptors(ReadTurns)
  @Requires('settings:read')
  @ApiOperation({
    operationId: 'listServers',
    summary:
      'List the servers of the domains with their checks of 30 days, those that fail first, at most 50',
  })
  @ApiOkResponse({ standardSchema: z.object({ data: z.array(accountServerSchema) }) })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: serversQuery }) { domain }: z.output<typeof serversQuery>,
  ): Promise<{ data: AccountServer[] }> {
    const servers = await listAccountServers(this.database, accountId, domain ?? null);
    const data = servers.map(({ endpoint, host, port, domains, failures, nextCheckAt, days }) => ({
      endpoint,
      host,
      port,
      domains,
      isFailing: failures > 0,
      nextCheckAt: new Date(nextCheckAt).toISOString(),
      days: days.map(({ passedMs, ...day }) => {
        const passed = day.checks - day.failures;
        return { ...day, meanMs: passed === 0 ? null : Math.round(passedMs / passed) };
      }),
    }));
    return { data };
  }
}

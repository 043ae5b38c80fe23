import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  bulkChangeInputSchema,
  bulkChangeSchema,
  bulkPreviewSchema,
  selectionOf,
  type BulkChange,
  type BulkChangeInput,
  type BulkFailure,
  type BulkPreview,
} from '@postern/core/bulk-change';
import { readBulkChange, stopBulkChange } from '@postern/database/bulk-changes';
import type { Database } from '@postern/database/database';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, because, invalidInput } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { queryFlag } from '../http/query-flag.js';
import { Rations } from '../turns/rations.js';
import { ReadTurns } from '../turns/request-turns.js';
import { BulkRunner } from './bulk-runner.js';
import { previewOf, selectRows, targetsOf } from './select-settings.js';

const bulkQuery = z.strictObject({ dryRun: queryFlag });

/** Changes of many domains at once, for admins. */
@ApiTags('Mail settings')
@Controller('v1')
export class BulkChangesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BulkRunner) private readonly runner: BulkRunner,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Post('mail-settings/bulk')
  @UseInterceptors(ReadTurns)
  @HttpCode(202)
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: bulkPreviewSchema, description: 'With `dryRun=true`: what would change.' })
  @ApiAcceptedResponse({
    standardSchema: bulkChangeSchema,
    description: 'The change has begun. Read how far it is at Location.',
    headers: { Location: { description: 'The path of the change.', schema: { type: 'string' } } },
  })
  @ApiOperation({
    operationId: 'changeManySettings',
    summary: 'Verify, delete or change the host of many domains',
    description:
      'The domains are changed in batches of 100, each in one transaction. A domain that was changed since it was read is left as it is and reported. An account has one such change at a time.',
  })
  @Problems('conflict', 'cannot-act-on-it', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async change(
    @FromAccount() caller: AccountCaller,
    @Query({ schema: bulkQuery }) { dryRun: isDryRun }: z.output<typeof bulkQuery>,
    @Body({ schema: bulkChangeInputSchema }) input: BulkChangeInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BulkPreview | BulkChange> {
    const { filter, domains, ...action } = input;
    const selection = selectionOf({ filter, domains });
    this.rations.take('bulk-changes', caller.accountId);
    if (isDryRun) {
      void reply.status(200);
      return previewOf(action, await selectRows(this.database, caller.accountId, selection));
    }
    if (filter !== undefined && Object.keys(filter).length === 0)
      throw invalidInput(
        'filter',
        'required',
        'A filter without a condition would change every domain; send the domains of the preview',
      );
    const targets = await targetsOf(this.database, caller.accountId, selection);
    const id = await this.runner.begin(caller, action, targets);
    if (id === null) throw new ApiProblem('conflict', because('bulk-change-runs'));
    void reply.header('location', `/v1/bulk-changes/${id}`).header('retry-after', '1');
    return await this.find(caller.accountId, id);
  }

  @Get('bulk-changes/:id')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: bulkChangeSchema })
  @ApiOperation({
    operationId: 'readBulkChange',
    summary: 'Read how far a change of many domains is, and how it ended, for seven days',
  })
  @Problems('not-found')
  read(
    @FromAccount() { accountId }: AccountCaller,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<BulkChange> {
    return this.find(accountId, id);
  }

  @Post('bulk-changes/:id/stop')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: bulkChangeSchema })
  @ApiOperation({
    operationId: 'stopBulkChange',
    summary: 'Stop a change of many domains after the batch that it is in',
  })
  @Problems('not-found')
  async stop(
    @FromAccount() { accountId }: AccountCaller,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<BulkChange> {
    await stopBulkChange(this.database, { accountId, id });
    return this.find(accountId, id);
  }

  private async find(accountId: string, id: string): Promise<BulkChange> {
    const found = await readBulkChange(this.database, { accountId, id });
    if (found === null)
      throw new ApiProblem('not-found', { detail: 'No change of many domains has this id.' });
    return {
      ...found,
      action: found.action as BulkChange['action'],
      failures: found.failures as BulkFailure[],
      createdAt: found.createdAt.toISOString(),
      finishedAt: found.finishedAt?.toISOString() ?? null,
    };
  }
}

import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { queueJobSchema, queueStatusSchema } from '@postern/core/queue';
import { asOperatorIn, withoutAccount, type Database, type EntityManager } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { accountOfJob, cancelJob, putBackJob } from '@postern/database/queue-changes';
import { listQueueJobs, readQueueStatus, stuckAfterSeconds } from '@postern/database/queue-status';
import { z } from 'zod';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { Problems } from '../http/problems.js';
import { queryFlag } from '../http/query-flag.js';
import { VerificationDispatcher } from '../verifications/verification-dispatcher.js';

const queueQuery = z.strictObject({
  ...pageQuery,
  account: z.uuid().optional().meta({ description: 'Only jobs of this account.' }),
  stuck: queryFlag.meta({ description: 'true: only jobs that were queued 10 minutes ago or earlier.' }),
});
const queueSchema = pageOf(queueJobSchema).extend({ status: queueStatusSchema });
const verificationId = z.string().max(100);

/** What waits to be verified in all accounts, for the operator. */
@ApiTags('Operations')
@Controller('v1/queue')
export class QueueController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(VerificationDispatcher) private readonly dispatcher: VerificationDispatcher,
  ) {}

  @Get()
  @RequiresAnywhere('operations:read')
  @ApiOkResponse({ standardSchema: queueSchema })
  @ApiOperation({
    operationId: 'readQueue',
    summary: 'List the verifications that wait or run, oldest first, with what each waits for',
  })
  async read(
    @Query({ schema: queueQuery }) { limit, cursor, account, stuck }: z.output<typeof queueQuery>,
  ): Promise<z.output<typeof queueSchema>> {
    const after = readCursor(cursor, z.uuid());
    const [rows, status] = await Promise.all([
      listQueueJobs(this.database, {
        after,
        limit: limit + 1,
        ...(account === undefined ? {} : { accountId: account }),
        ...(stuck ? { olderThanSeconds: stuckAfterSeconds } : {}),
      }),
      readQueueStatus(this.database),
    ]);
    const page = cutPage(rows, limit, (row) => row.verificationId);
    return { data: page.data, nextCursor: page.nextCursor, status };
  }

  @Post(':id/put-back')
  @HttpCode(204)
  @RequiresAnywhere('operations:manage')
  @ApiNoContentResponse({ description: 'The verification waits again' })
  @ApiOperation({
    operationId: 'putBackVerification',
    summary: 'Let a verification wait again; a worker that has it loses it',
  })
  @Problems('not-found')
  async putBack(@From() caller: Caller, @Param('id', { schema: verificationId }) id: string): Promise<void> {
    await this.change(caller, id, 'verification.put-back', putBackJob);
    this.dispatcher.dispatch({ id, dataCenter: '' });
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @RequiresAnywhere('operations:manage')
  @ApiNoContentResponse({ description: 'The verification has ended as superseded' })
  @ApiOperation({
    operationId: 'cancelVerification',
    summary: 'End a verification without a result; its settings count as unverified',
  })
  @Problems('not-found')
  async cancel(@From() caller: Caller, @Param('id', { schema: verificationId }) id: string): Promise<void> {
    await this.change(caller, id, 'verification.cancelled', cancelJob);
  }

  /** Changes a job and records it in the audit log of its account. */
  private async change(
    caller: Caller,
    id: string,
    action: 'verification.put-back' | 'verification.cancelled',
    change: (em: EntityManager, id: string) => Promise<boolean>,
  ): Promise<void> {
    const isId = z.uuid().safeParse(id).success;
    const accountId = isId ? await accountOfJob(withoutAccount(this.database), id) : null;
    if (accountId === null) throw noJob();
    await asOperatorIn(this.database, accountId).transactional(async (em) => {
      if (!(await change(em, id))) throw noJob();
      const actor = await actorName(em, caller.holderId);
      await recordChange(em, { ...caller, accountId }, actor, { action, subject: id });
    });
  }
}

function noJob(): ApiProblem {
  return new ApiProblem('not-found', { detail: 'No verification with this id waits or runs.' });
}

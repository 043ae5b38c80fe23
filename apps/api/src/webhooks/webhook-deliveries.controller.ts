import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { webhookDeliverySchema, type WebhookDeliveryAnswer } from '@postern/core/webhook';
import type { Database } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { listDeliveries, queueAgain, queueTestDelivery, readDelivery } from '@postern/database/webhooks';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem, because } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { Problems } from '../http/problems.js';
import { Rations } from '../turns/rations.js';
import { inWebhook } from './in-webhook.js';
import { presentDelivery } from './present-webhook.js';

const listQuery = z.strictObject(pageQuery);
const idParameter = z.string().max(100);

/** What was sent to a webhook, and what is sent on demand. */
@ApiTags('Webhooks')
@Controller('v1/webhooks/:id')
export class WebhookDeliveriesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Post('test')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: webhookDeliverySchema })
  @ApiOperation({
    operationId: 'testWebhook',
    summary: 'Send an event of the type webhook.test to a webhook, also while it is switched off',
  })
  @Problems('not-found', 'too-many-requests')
  async test(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<WebhookDeliveryAnswer> {
    this.rations.take('webhook-sends', caller.accountId);
    return inWebhook(this.database, caller, id, async (em) => {
      const deliveryId = await queueTestDelivery(em, caller.accountId, id);
      const actor = await actorName(em, caller.holderId);
      await recordChange(em, caller, actor, { action: 'webhook.tested', subject: id });
      return presentDelivery((await readDelivery(em, id, deliveryId))!);
    });
  }

  @Get('deliveries')
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: pageOf(webhookDeliverySchema) })
  @ApiOperation({
    operationId: 'listWebhookDeliveries',
    summary: 'List the deliveries of the last 30 days, newest first',
  })
  @Problems('not-found')
  async list(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
    @Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>,
  ) {
    const before = readCursor(cursor, z.uuid());
    return inWebhook(this.database, caller, id, async (em) => {
      const rows = await listDeliveries(em, id, before, limit + 1);
      const page = cutPage(rows, limit, (row) => row.id);
      return { data: page.data.map(presentDelivery), nextCursor: page.nextCursor };
    });
  }

  @Post('deliveries/:deliveryId/redeliver')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: webhookDeliverySchema })
  @ApiOperation({
    operationId: 'redeliverWebhook',
    summary: 'Send a delivery that has ended once more, with the same webhook-id',
  })
  @Problems('not-found', 'conflict', 'too-many-requests')
  async redeliver(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
    @Param('deliveryId', { schema: idParameter }) deliveryId: string,
  ): Promise<WebhookDeliveryAnswer> {
    this.rations.take('webhook-sends', caller.accountId);
    return inWebhook(this.database, caller, id, async (em) => {
      const isId = z.uuid().safeParse(deliveryId).success;
      const known = isId ? await readDelivery(em, id, deliveryId) : null;
      if (known === null) throw new ApiProblem('not-found', { detail: 'No delivery has this id.' });
      if (!(await queueAgain(em, id, deliveryId))) throw new ApiProblem('conflict', because('delivery-runs'));
      const actor = await actorName(em, caller.holderId);
      const after = { deliveryId };
      await recordChange(em, caller, actor, { action: 'webhook.redelivered', subject: id, after });
      return presentDelivery((await readDelivery(em, id, deliveryId))!);
    });
  }
}

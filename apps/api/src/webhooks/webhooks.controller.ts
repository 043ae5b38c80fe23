import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  newWebhookSchema,
  webhookChangeSchema,
  webhookInputSchema,
  webhookSchema,
  webhookSecretSchema,
  type WebhookAnswer,
  type WebhookChange,
  type WebhookInput,
} from '@postern/core/webhook';
import { inAccount, type Database } from '@postern/database/database';
import { Webhook } from '@postern/database/entities/webhook';
import { actorName } from '@postern/database/functions/actor-name';
import { createSecretSealer, type SecretSealer } from '@postern/database/sealed-secret';
import { rotateSecret } from '@postern/database/webhooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem, because } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { Rations } from '../turns/rations.js';
import { inWebhook } from './in-webhook.js';
import { presentWebhook } from './present-webhook.js';
import { changeWebhook, createWebhook, mostWebhooks, deleteWebhook } from './save-webhook.js';

const listQuery = z.strictObject(pageQuery);
const idParameter = z.string().max(100);

/** URLs that are told of an account's events. */
@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  private readonly sealer: SecretSealer;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) settings: ApiSettings,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(Rations) private readonly rations: Rations,
  ) {
    this.sealer = createSecretSealer(settings.secretKeys);
  }

  @Post()
  @Requires('settings:write')
  @ApiCreatedResponse({ standardSchema: newWebhookSchema })
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Make a webhook; the answer is the only one that contains its secret',
    description: `An account has at most ${mostWebhooks} webhooks.`,
  })
  @Problems(
    'idempotency-key-reused',
    'body-too-large',
    'unsupported-media-type',
    'cannot-act-on-it',
    'too-many-requests',
  )
  async create(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Body({ schema: webhookInputSchema }) input: WebhookInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof newWebhookSchema>> {
    this.rations.take('webhook-changes', caller.accountId);
    const creation = this.idempotency.read(request, caller);
    const em = inAccount(this.database, caller.accountId);
    const made = await em.transactional((tx) =>
      createOnce(tx, creation, async () => {
        const created = await createWebhook(tx, this.sealer, caller, input);
        if (created === null)
          throw new ApiProblem('cannot-act-on-it', because('too-many-webhooks', { most: mostWebhooks }));
        return { id: created.id, value: created.secret };
      }),
    );
    reply.header('location', `/v1/webhooks/${made.id}`);
    const webhook = await this.find(caller, made.id);
    return { ...webhook, ...(made.isRepeated ? {} : { secret: made.value }) };
  }

  @Get()
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: pageOf(webhookSchema) })
  @ApiOperation({ operationId: 'listWebhooks', summary: 'List the webhooks of the account' })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>,
  ) {
    const after = readCursor(cursor, z.uuid());
    const rows = await inAccount(this.database, accountId).find(
      Webhook,
      { accountId, ...(after === null ? {} : { id: { $gt: after } }) },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(presentWebhook), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: webhookSchema })
  @ApiOperation({ operationId: 'readWebhook', summary: 'Read a webhook' })
  @Problems('not-found')
  async read(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<WebhookAnswer> {
    return this.find(caller, id);
  }

  @Patch(':id')
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: webhookSchema })
  @ApiOperation({
    operationId: 'updateWebhook',
    summary: 'Change a webhook, or switch it on or off',
    description: 'What waits for a webhook is discarded when it is switched off.',
  })
  @Problems('not-found', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async update(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
    @Body({ schema: webhookChangeSchema }) change: WebhookChange,
  ): Promise<WebhookAnswer> {
    this.rations.take('webhook-changes', caller.accountId);
    const changed = await inWebhook(this.database, caller, id, (em) => changeWebhook(em, caller, id, change));
    return presentWebhook(changed);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('settings:write')
  @ApiNoContentResponse()
  @ApiOperation({
    operationId: 'deleteWebhook',
    summary: 'Delete a webhook and the record of its deliveries',
  })
  @Problems('not-found')
  async remove(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<void> {
    await inWebhook(this.database, caller, id, async (em) => (await deleteWebhook(em, caller, id)) || null);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: webhookSecretSchema })
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Make a new secret; for 24 hours the old one signs too',
  })
  @Problems('not-found', 'too-many-requests')
  async rotate(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<z.infer<typeof webhookSecretSchema>> {
    this.rations.take('webhook-changes', caller.accountId);
    return inWebhook(this.database, caller, id, async (em) => {
      const rotated = await rotateSecret(em, this.sealer, id);
      if (rotated === null) return null;
      const actor = await actorName(em, caller.holderId);
      await recordChange(em, caller, actor, { action: 'webhook.secret-rotated', subject: id });
      return { ...rotated, oldSecretUntil: rotated.oldSecretUntil.toISOString() };
    });
  }

  private find(caller: AccountCaller, id: string): Promise<WebhookAnswer> {
    return inWebhook(this.database, caller, id, async (em) => {
      const row = await em.findOne(Webhook, { id, accountId: caller.accountId });
      return row === null ? null : presentWebhook(row);
    });
  }
}

import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { domainNameSchema } from '@postern/core/domain-name';
import {
  mailSettingsInputSchema,
  mailSettingsSchema,
  type MailSettings as Answer,
  type MailSettingsInput,
} from '@postern/core/mail-settings';
import { settingsFilter, type SettingsFilter } from '@postern/core/settings-filter';
import { inAccount, type Database } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { etagOf, expectedRevisions } from '../http/etag.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { Provenance, provenanceQuery, type ProvenanceQuery } from '../discoveries/provenance.js';
import { Rations } from '../turns/rations.js';
import { ReadTurns, SaveTurns } from '../turns/request-turns.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { VerificationDispatcher } from '../verifications/verification-dispatcher.js';
import {
  createMailSettings,
  deleteMailSettings,
  replaceMailSettings,
  updateMailSettings,
  withoutDomain,
  type SaveOutcome,
} from './save-mail-settings.js';
import { cursorTextOf, listCursorSchema, listOrderSchema, orderByOf, rowsAfter } from './list-order.js';
import { presentSettings } from './present-settings.js';
import { conditionsOf } from './conditions-of.js';

const countQuery = z.strictObject(settingsFilter);
const listQuery = z.strictObject({
  ...pageQuery,
  ...settingsFilter,
  sort: listOrderSchema.default('domain').meta({
    description: '`-` is the reverse; `checked` is the time of the last verification, oldest first.',
  }),
});
const settingsCountSchema = z
  .object({ total: z.int().min(0), failing: z.int().min(0) })
  .meta({ id: 'SettingsCount' });

/** The settings of an account's domains, for admins (R1, R8). */
@ApiTags('Mail settings')
@Controller('v1/mail-settings')
@UseInterceptors(SaveTurns)
export class MailSettingsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(VerificationDispatcher) private readonly dispatcher: VerificationDispatcher,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(Rations) private readonly rations: Rations,
    @Inject(Provenance) private readonly provenance: Provenance,
  ) {}

  @Post()
  @Requires('settings:write')
  @ApiCreatedResponse({ standardSchema: mailSettingsSchema })
  @ApiOperation({ operationId: 'createMailSettings', summary: 'Create the settings of a domain' })
  @Problems(
    'domain-already-configured',
    'idempotency-key-reused',
    'body-too-large',
    'unsupported-media-type',
    'too-many-requests',
  )
  async create(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Body({ schema: mailSettingsInputSchema }) input: MailSettingsInput,
    @Query({ schema: provenanceQuery }) query: ProvenanceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    this.rations.check('saves-of-a-domain', caller.accountId, input.domain);
    const outcome = await createMailSettings(
      this.database,
      caller,
      input,
      await this.provenance.find(caller, query, input.domain, withoutDomain(input)),
      this.idempotency.read(request, caller),
    );
    reply.header('location', `/v1/mail-settings/${input.domain}`);
    return this.answer(outcome, reply);
  }

  @Get()
  @UseInterceptors(ReadTurns)
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: pageOf(mailSettingsSchema) })
  @ApiOperation({ operationId: 'listMailSettings', summary: 'List the configured domains' })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
  ) {
    const after = readCursor(query.cursor, listCursorSchema(query.sort));
    const rows = await inAccount(this.database, accountId).find(
      MailSettings,
      { $and: [conditionsOf(accountId, query), after === null ? {} : rowsAfter(query.sort, after)] },
      { orderBy: orderByOf(query.sort), limit: query.limit + 1 },
    );
    const page = cutPage(rows, query.limit, (row) => cursorTextOf(query.sort, row));
    return { data: page.data.map(presentSettings), nextCursor: page.nextCursor };
  }

  @Get('count')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: settingsCountSchema })
  @ApiOperation({ operationId: 'countMailSettings', summary: 'Count the domains that match' })
  async count(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: countQuery }) query: SettingsFilter,
  ): Promise<z.output<typeof settingsCountSchema>> {
    const filter = conditionsOf(accountId, query);
    const [total, failing] = await Promise.all(
      [filter, { $and: [filter, { verificationState: 'failed' as const }] }].map((where) =>
        inAccount(this.database, accountId).count(MailSettings, where),
      ),
    );
    return { total: total!, failing: failing! };
  }

  @Get(':domain')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: mailSettingsSchema })
  @ApiOperation({ operationId: 'readMailSettings', summary: 'Read the settings of a domain' })
  @Problems('not-found')
  async read(
    @FromAccount() { accountId }: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const row = await inAccount(this.database, accountId).findOne(MailSettings, { accountId, domain });
    if (row === null) throw new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
    reply.header('etag', etagOf(row.revision));
    return presentSettings(row);
  }

  @Put(':domain')
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: mailSettingsSchema })
  @ApiOperation({ operationId: 'updateMailSettings', summary: 'Change the settings of a domain' })
  @Problems(
    'not-found',
    'kind-is-fixed',
    'revision-is-stale',
    'body-too-large',
    'unsupported-media-type',
    'too-many-requests',
  )
  async update(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Body({ schema: mailSettingsInputSchema }) input: MailSettingsInput,
    @Query({ schema: provenanceQuery }) query: ProvenanceQuery,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    requireDomain(input, domain);
    this.rations.check('saves-of-a-domain', caller.accountId, domain);
    const discovered = await this.provenance.find(caller, query, domain, withoutDomain(input));
    return this.answer(
      await updateMailSettings(this.database, caller, input, discovered, expectedRevisions(ifMatch)),
      reply,
    );
  }

  @Post(':domain/replace')
  @HttpCode(200)
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: mailSettingsSchema })
  @ApiOperation({
    operationId: 'replaceMailSettings',
    summary: 'Replace IMAP settings by Exchange settings, or these by IMAP settings',
    description:
      'Deletes and creates in one transaction: at every moment the domain has settings of one kind. The history and the revision continue. A body that equals the stored settings changes nothing.',
  })
  @Problems(
    'not-found',
    'domain-already-configured',
    'revision-is-stale',
    'body-too-large',
    'unsupported-media-type',
    'too-many-requests',
  )
  async replace(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Body({ schema: mailSettingsInputSchema }) input: MailSettingsInput,
    @Query({ schema: provenanceQuery }) query: ProvenanceQuery,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    requireDomain(input, domain);
    this.rations.check('saves-of-a-domain', caller.accountId, domain);
    const discovered = await this.provenance.find(caller, query, domain, withoutDomain(input));
    return this.answer(
      await replaceMailSettings(this.database, caller, input, discovered, expectedRevisions(ifMatch)),
      reply,
    );
  }

  @Delete(':domain')
  @HttpCode(204)
  @Requires('settings:write')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'deleteMailSettings', summary: 'Delete the settings of a domain' })
  @Problems('not-found', 'revision-is-stale', 'too-many-requests')
  async remove(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    this.rations.check('saves-of-a-domain', caller.accountId, domain);
    const outcome = await deleteMailSettings(this.database, caller, domain, expectedRevisions(ifMatch));
    if (outcome === 'not-found')
      throw new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
    if (outcome === 'stale') throw new ApiProblem('revision-is-stale');
    this.rations.count('saves-of-a-domain', caller.accountId, domain);
  }

  private answer(result: SaveOutcome, reply: FastifyReply): Answer {
    switch (result.outcome) {
      case 'saved':
        this.rations.count('saves-of-a-domain', result.settings.accountId, result.settings.domain);
        if (result.queued !== null) this.dispatcher.dispatch(result.queued);
        reply.header('etag', etagOf(result.settings.revision));
        return presentSettings(result.settings);
      case 'already-configured':
        throw new ApiProblem('domain-already-configured', { existingKind: result.existingKind });
      case 'kind-is-fixed':
        throw new ApiProblem('kind-is-fixed', { existingKind: result.existingKind });
      case 'stale':
        throw new ApiProblem('revision-is-stale');
      case 'not-found':
        throw new ApiProblem('not-found', {
          detail: 'No settings exist for this domain; create them with POST.',
        });
    }
  }
}

function requireDomain(input: MailSettingsInput, domain: string): void {
  if (input.domain === domain) return;
  const message = 'The domain in the body must be the domain in the path';
  throw invalidInput('domain', 'domain-mismatch', message, domain);
}

import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { domainNameSchema } from '@postern/core/domain-name';
import { mailSettingsInputSchema, type MailSettingsInput } from '@postern/core/mail-settings';
import { mayRole } from '@postern/core/permission';
import { verificationSchema, type Verification as Answer } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification } from '@postern/database/entities/verification';
import { newId } from '@postern/database/id';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../http/permission.js';
import { serversOf } from '../mail-settings/settings-columns.js';
import { presentVerification } from './present-verification.js';
import { queuedSummary, queueVerification, type WantedVerification } from './queue-verification.js';
import { VerificationDispatcher } from './verification-dispatcher.js';

const historyQuery = z.strictObject(pageQuery);
const startInput = z.strictObject({}).nullish();

/** Starting and reading verifications. */
@ApiTags('Verifications')
@Controller('v1')
export class VerificationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(VerificationDispatcher) private readonly dispatcher: VerificationDispatcher,
  ) {}

  @Post('mail-settings/:domain/verifications')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  async verify(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Body({ schema: startInput }) _input: z.output<typeof startInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    return this.start(caller, reply, async (em) => {
      const settings = await em.findOne(MailSettings, { accountId: caller.accountId, domain });
      if (settings === null) throw new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
      return { domain, trigger: 'manual', servers: serversOf(settings), settings };
    });
  }

  @Get('mail-settings/:domain/verifications')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: pageOf(verificationSchema) })
  async history(
    @FromAccount() { accountId }: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Query({ schema: historyQuery }) { limit, cursor }: z.output<typeof historyQuery>,
  ) {
    const before = readCursor(cursor, z.uuid());
    const em = inAccount(this.database, accountId);
    const rows = await em.find(
      Verification,
      { accountId, domain, trigger: { $ne: 'try' }, ...(before === null ? {} : { id: { $lt: before } }) },
      { orderBy: { id: 'desc' }, limit: limit + 1 },
    );
    if (rows.length === 0 && (await em.count(MailSettings, { accountId, domain })) === 0) {
      throw new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
    }
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(presentVerification), nextCursor: page.nextCursor };
  }

  @Post('verifications')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  async tryOut(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: mailSettingsInputSchema }) { domain, ...servers }: MailSettingsInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    return this.start(caller, reply, () => Promise.resolve({ domain, trigger: 'try', servers, settings: null }));
  }

  @Get('verifications/:id')
  @Requires('mailbox:connect')
  @ApiOkResponse({ standardSchema: verificationSchema })
  async read(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
  ): Promise<Answer> {
    return presentVerification(await this.find(caller, id));
  }

  /** Whoever may read settings reads all verifications, others those that their token started. */
  private async find({ accountId, role, tokenId }: AccountCaller, id: string): Promise<Verification> {
    const own = mayRole(role, 'settings:read') ? {} : { startedBy: tokenId };
    const isId = z.uuid().safeParse(id).success;
    const row = isId && (await inAccount(this.database, accountId).findOne(Verification, { id, accountId, ...own }));
    if (!row) throw new ApiProblem('not-found', { detail: 'There is no verification with this id.' });
    return row;
  }

  private async start(
    { accountId, tokenId }: AccountCaller,
    reply: FastifyReply,
    choose: (em: EntityManager) => Promise<Omit<WantedVerification, 'id' | 'accountId' | 'startedBy'>>,
  ): Promise<Answer> {
    const row = await inAccount(this.database, accountId).transactional(async (em) => {
      const id = newId();
      const wanted = await choose(em);
      await queueVerification(em, { ...wanted, id, accountId, startedBy: tokenId });
      if (wanted.settings !== null) await em.nativeUpdate(MailSettings, { id: wanted.settings.id }, queuedSummary(id));
      return em.findOneOrFail(Verification, { id });
    });
    this.dispatcher.dispatch(row.id);
    reply.header('location', `/v1/verifications/${row.id}`);
    return presentVerification(row);
  }
}

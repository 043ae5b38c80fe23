import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { domainNameSchema } from '@postern/core/domain-name';
import { serverHintSchema, type ServerHint as Answer } from '@postern/core/server-hint';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { actorName } from '@postern/database/functions/actor-name';
import { dismissHint, readHint, type ServerHint } from '@postern/database/server-hints';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';

const hintsSchema = z.object({ data: z.array(serverHintSchema) }).meta({ id: 'ServerHints' });
const idParameter = z.string().max(100);

/** What a domain's provider publishes that differs from its settings (R16). */
@ApiTags('Mail settings')
@Controller('v1/mail-settings/:domain/hints')
export class HintsController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: hintsSchema })
  @ApiOperation({
    operationId: 'listServerHints',
    summary: 'Read which other servers the provider of a domain publishes, if they passed a verification',
  })
  @Problems('not-found')
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
  ): Promise<{ data: Answer[] }> {
    const em = inAccount(this.database, accountId);
    const hint = await readHint(em, await settingsIdOf(em, accountId, domain));
    return { data: hint === null ? [] : [present(hint)] };
  }

  @Post(':id/dismiss')
  @HttpCode(204)
  @Requires('settings:write')
  @ApiNoContentResponse()
  @ApiOperation({
    operationId: 'dismissServerHint',
    summary: 'Dismiss a hint: these servers are not proposed again for the domain',
  })
  @Problems('not-found')
  async dismiss(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<void> {
    await inAccount(this.database, caller.accountId).transactional(async (em) => {
      const settingsId = await settingsIdOf(em, caller.accountId, domain);
      const isId = z.uuid().safeParse(id).success;
      const servers = isId ? await dismissHint(em, settingsId, id) : null;
      if (servers === null) throw new ApiProblem('not-found', { detail: 'No hint has this id.' });
      const change = { action: 'hint.dismissed', subject: domain, after: servers } as const;
      await recordChange(em, caller, await actorName(em, caller.holderId), change);
    });
  }
}

async function settingsIdOf(em: EntityManager, accountId: string, domain: string): Promise<string> {
  const row = await em.findOne(MailSettings, { accountId, domain }, { fields: ['id'] });
  if (row === null) throw new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
  return row.id;
}

function present({ id, servers, discovered, verification }: ServerHint): Answer {
  return { id, discovered, verification, ...servers };
}

import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { appliedInputSchema, ownLinkSchema, type AppliedInput, type OwnLink } from '@postern/core/link';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { markApplied, readLink } from '@postern/database/links';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { Rations } from '../turns/rations.js';
import { presentCommon } from './present-link.js';

const dayMs = 86_400_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** What whoever opens a link reads and says. Only the secret of a link is accepted here, no token. */
@ApiTags('Links')
@Controller('v1/links')
export class OwnLinkController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Get('own')
  @Requires('links:use')
  @ApiOkResponse({ standardSchema: ownLinkSchema })
  @ApiOperation({ operationId: 'readOwnLink', summary: 'Read what the link of this request is for' })
  async read(@FromAccount() caller: AccountCaller): Promise<OwnLink> {
    return inAccount(this.database, caller.accountId).transactional((em) => ownLink(em, caller));
  }

  @Post('applied')
  @HttpCode(200)
  @Requires('links:use')
  @ApiOkResponse({ standardSchema: ownLinkSchema })
  @ApiOperation({
    operationId: 'markLinkApplied',
    summary: 'Say that the rules of the link of this request are applied',
  })
  @Problems('too-many-requests')
  async apply(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: appliedInputSchema }) { name, date = dayOf(Date.now()) }: AppliedInput,
  ): Promise<OwnLink> {
    // East of Greenwich the next day has begun.
    if (date > dayOf(Date.now() + dayMs)) {
      throw invalidInput('date', 'in-the-future', 'Name a day that has come');
    }
    this.rations.take('answers-of-a-link', caller.holderId);
    return inAccount(this.database, caller.accountId).transactional(async (em) => {
      await markApplied(em, caller.holderId, { name, date });
      const change = { action: 'link.applied', subject: caller.holderId, after: { name, date } } as const;
      await recordChange(em, caller, `link for IT: ${name}`, change);
      return ownLink(em, caller);
    });
  }
}

async function ownLink(em: EntityManager, { accountId, holderId }: AccountCaller): Promise<OwnLink> {
  const [link, { name }] = [await readLink(em, holderId), await em.findOneOrFail(Account, { id: accountId })];
  if (link === null) throw new ApiProblem('unauthenticated'); // Revoked since the request was authenticated.
  return { account: name, createdBy: link.createdBy, ...presentCommon(link) };
}

import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { meSchema, permissionsOf } from '@postern/core/token';
import { asOperator, inAccount, type Database } from '@postern/database/database';
import { readPerson } from '@postern/database/person-session';
import { Account } from '@postern/database/entities/account';
import { Token } from '@postern/database/entities/token';
import type { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';
import { presentLimits } from './present-token.js';

/** The caller's token or person, account and permissions. */
@ApiTags('Tokens')
@Controller('v1/me')
export class MeController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequiresAnywhere('self:read')
  @ApiOkResponse({ standardSchema: meSchema })
  @ApiOperation({ operationId: 'readMe', summary: 'Read the caller’s role, account and permissions' })
  async read(@From() { holderId, role, accountId, limits }: Caller): Promise<z.output<typeof meSchema>> {
    if (role === 'link') throw new ApiProblem('forbidden'); // A link does not have the permission of this route.
    const em = role === 'operator' ? asOperator(this.database) : inAccount(this.database, accountId!);
    const person = await readPerson(em, holderId);
    const found = accountId === null ? null : await em.findOne(Account, { id: accountId });
    const token = await em.findOne(Token, { id: holderId });
    const account = found && { id: found.id, name: found.name, dataCenter: found.dataCenter ?? null };
    return {
      tokenId: person === null ? holderId : null,
      person,
      role,
      account,
      permissions: permissionsOf(role, limits),
      ...presentLimits({ limits, expiresAt: token?.expiresAt ?? null }),
    };
  }
}

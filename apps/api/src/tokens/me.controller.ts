import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { mayRole, permissions } from '@postern/core/permission';
import { meSchema } from '@postern/core/token';
import { asOperator, inAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import type { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';

/** The caller's token, account and permissions. */
@ApiTags('Tokens')
@Controller('v1/me')
export class MeController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequiresAnywhere('self:read')
  @ApiOkResponse({ standardSchema: meSchema })
  @ApiOperation({ operationId: 'readMe', summary: 'Read the caller’s role, account and permissions' })
  async read(@From() { tokenId, role, accountId }: Caller): Promise<z.output<typeof meSchema>> {
    const em = role === 'operator' ? asOperator(this.database) : inAccount(this.database, accountId!);
    const found = accountId === null ? null : await em.findOne(Account, { id: accountId });
    const account = found && { id: found.id, name: found.name, dataCenter: found.dataCenter ?? null };
    return {
      tokenId,
      role,
      account,
      permissions: permissions.filter((permission) => mayRole(role, permission)),
    };
  }
}

import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { mayCreateToken } from '@postern/core/permission';
import { newTokenSchema, tokenInputSchema, tokenSchema, type TokenAnswer, type TokenInput } from '@postern/core/token';
import { inAccount, type Database } from '@postern/database/database';
import { Token } from '@postern/database/entities/token';
import { createToken } from '@postern/database/tokens';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { actorName, recordChange } from '../audit.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../http/permission.js';

const listQuery = z.strictObject(pageQuery);

/** The tokens of an account. An operator's tokens are made with `postern token`, never over HTTP. */
@ApiTags('Tokens')
@Controller('v1/tokens')
export class TokensController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Post()
  @Requires('tokens:manage')
  @ApiCreatedResponse({ standardSchema: newTokenSchema })
  async create(@FromAccount() caller: AccountCaller, @Body({ schema: tokenInputSchema }) input: TokenInput) {
    const { name, role } = input;
    if (role === 'operator') throw invalidInput('role', 'role-not-of-an-account', 'An operator token is made with `postern token create --role operator`');
    if (!mayCreateToken(caller.role, role)) throw new ApiProblem('forbidden');
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
    if (expiresAt !== null && expiresAt <= new Date()) throw invalidInput('expiresAt', 'in-the-past', 'The time of expiry must lie ahead');
    const { accountId } = caller;
    return inAccount(this.database, accountId).transactional(async (em) => {
      const actor = await actorName(em, caller);
      const { id, secret } = await createToken(em, { accountId, name, role, expiresAt, createdBy: actor });
      const after = { name, role, expiresAt: expiresAt?.toISOString() ?? null };
      await recordChange(em, caller, actor, { action: 'token.created', subject: id, after });
      return { id, name, role, token: secret };
    });
  }

  @Get()
  @Requires('tokens:manage')
  @ApiOkResponse({ standardSchema: pageOf(tokenSchema) })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>,
  ) {
    const after = readCursor(cursor);
    const rows = await inAccount(this.database, accountId).find(
      Token,
      { accountId, ...(after === null ? {} : { id: { $gt: after } }) },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(present), nextCursor: page.nextCursor };
  }

  /** Revoking deletes: the look-up and the token's sessions go with it, at once. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('tokens:manage')
  @ApiNoContentResponse()
  async revoke(@FromAccount() caller: AccountCaller, @Param('id', { schema: z.string().max(100) }) id: string): Promise<void> {
    await inAccount(this.database, caller.accountId).transactional(async (em) => {
      const isId = z.uuid().safeParse(id).success;
      const token = isId ? await em.findOne(Token, { id, accountId: caller.accountId }) : null;
      if (token === null) throw new ApiProblem('not-found', { detail: 'There is no token with this id.' });
      const actor = await actorName(em, caller);
      const before = present(token);
      await em.remove(token).flush();
      await recordChange(em, caller, actor, { action: 'token.revoked', subject: id, before });
    });
  }
}

function present(row: Token): TokenAnswer {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

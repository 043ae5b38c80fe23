import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
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
import { mayCreateToken } from '@postern/core/permission';
import {
  newTokenSchema,
  tokenInputSchema,
  tokenSchema,
  type NewToken,
  type TokenAnswer,
  type TokenInput,
} from '@postern/core/token';
import { inAccount, type Database } from '@postern/database/database';
import { Token } from '@postern/database/entities/token';
import { createToken } from '@postern/database/tokens';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { actorName } from '@postern/database/functions/actor-name';
import { recordChange } from '../audit.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { Rations } from '../turns/rations.js';
import { TokenUse } from './token-use.js';

const listQuery = z.strictObject(pageQuery);

/** The tokens of an account. Operator tokens are made with `postern token`, never over HTTP. */
@ApiTags('Tokens')
@Controller('v1/tokens')
export class TokensController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(TokenUse) private readonly tokenUse: TokenUse,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Post()
  @Requires('tokens:manage')
  @ApiCreatedResponse({ standardSchema: newTokenSchema })
  @ApiOperation({
    operationId: 'createToken',
    summary: 'Make a token; the answer is the only one that contains its secret',
  })
  @Problems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async create(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Body({ schema: tokenInputSchema }) input: TokenInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewToken> {
    const expiresAt = refuseToken(caller, input);
    const { accountId } = caller;
    const { name, role } = input;
    this.rations.take('new-tokens', accountId);
    const creation = this.idempotency.read(request, caller);
    const made = await inAccount(this.database, accountId).transactional((em) =>
      createOnce(em, creation, async () => {
        const actor = await actorName(em, caller.tokenId);
        const { id, secret } = await createToken(em, { accountId, name, role, expiresAt, createdBy: actor });
        const after = { name, role, expiresAt: expiresAt?.toISOString() ?? null };
        await recordChange(em, caller, actor, { action: 'token.created', subject: id, after });
        return { id, value: secret };
      }),
    );
    reply.header('location', `/v1/tokens/${made.id}`);
    return { id: made.id, name, role, ...(made.isRepeated ? {} : { token: made.value }) };
  }

  @Get()
  @Requires('tokens:manage')
  @ApiOkResponse({ standardSchema: pageOf(tokenSchema) })
  @ApiOperation({ operationId: 'listTokens', summary: 'List the tokens of the account' })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>,
  ) {
    const after = readCursor(cursor, z.uuid());
    await this.tokenUse.flush(); // So that the list shows the last uses through this process.
    const rows = await inAccount(this.database, accountId).find(
      Token,
      { accountId, ...(after === null ? {} : { id: { $gt: after } }) },
      { orderBy: { id: 'asc' }, limit: limit + 1 },
    );
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(present), nextCursor: page.nextCursor };
  }

  /** Revokes a token by deleting its row, with which its look-up and its sessions are deleted. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('tokens:manage')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'revokeToken', summary: 'Revoke a token and its sessions' })
  @Problems('not-found')
  async revoke(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
  ): Promise<void> {
    await inAccount(this.database, caller.accountId).transactional(async (em) => {
      const isId = z.uuid().safeParse(id).success;
      const token = isId ? await em.findOne(Token, { id, accountId: caller.accountId }) : null;
      if (token === null) throw new ApiProblem('not-found', { detail: 'No token has this id.' });
      const actor = await actorName(em, caller.tokenId);
      const before = present(token);
      await em.remove(token).flush();
      await recordChange(em, caller, actor, { action: 'token.revoked', subject: id, before });
    });
  }
}

/** Throws a problem if the caller may not make this token; returns when it expires, null for never. */
function refuseToken(caller: AccountCaller, { role, expiresAt }: TokenInput): Date | null {
  if (role === 'operator') {
    const message = 'An operator token is made with `postern token create --role operator`';
    throw invalidInput('role', 'role-not-of-an-account', message);
  }
  if (!mayCreateToken(caller.role, role)) throw new ApiProblem('forbidden');
  const end = expiresAt ? new Date(expiresAt) : null;
  if (end !== null && end <= new Date()) {
    throw invalidInput('expiresAt', 'in-the-past', 'The time of expiry must be in the future');
  }
  return end;
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

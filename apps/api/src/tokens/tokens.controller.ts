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
import {
  limitsOf,
  newTokenSchema,
  tokenInputSchema,
  tokenRotationSchema,
  tokenSchema,
  type NewToken,
  type TokenInput,
  type TokenRotation,
} from '@postern/core/token';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Token } from '@postern/database/entities/token';
import { createToken, rotateToken } from '@postern/database/tokens';
import type { Limits } from '@postern/core/permission';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { actorName } from '@postern/database/functions/actor-name';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { Rations } from '../turns/rations.js';
import { presentToken } from './present-token.js';
import { futureEnd, refuseExcess, refuseToken } from './refuse-token.js';
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
    refuseToken(caller, input);
    const expiresAt = futureEnd(input.expiresAt);
    const { accountId } = caller;
    const { name, role } = input;
    const limits = limitsOf(input);
    this.rations.take('new-tokens', accountId);
    const creation = this.idempotency.read(request, caller);
    const made = await inAccount(this.database, accountId).transactional((em) =>
      createOnce(em, creation, async () => {
        const actor = await actorName(em, caller.holderId);
        const { id, secret } = await createToken(em, {
          accountId,
          name,
          role,
          expiresAt,
          limits,
          createdBy: actor,
        });
        const after = { name, role, ...limits, expiresAt: expiresAt?.toISOString() ?? null };
        await recordChange(em, caller, actor, { action: 'token.created', subject: id, after });
        return { id, value: secret };
      }),
    );
    reply.header('location', `/v1/tokens/${made.id}`);
    return {
      id: made.id,
      name,
      role,
      ...shownLimits(limits),
      ...(made.isRepeated ? {} : { token: made.value }),
    };
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
    return { data: page.data.map(presentToken), nextCursor: page.nextCursor };
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Requires('tokens:manage')
  @ApiOkResponse({ standardSchema: newTokenSchema })
  @ApiOperation({
    operationId: 'rotateToken',
    summary: 'Give a token a new secret; the old one stays valid for an overlap',
  })
  @Problems('not-found', 'too-many-requests')
  async rotate(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
    @Body({ schema: tokenRotationSchema }) input: TokenRotation,
  ): Promise<NewToken> {
    const { overlapHours = 24, expiresAt } = input ?? {};
    const end = futureEnd(expiresAt);
    return inAccount(this.database, caller.accountId).transactional(async (em) => {
      const token = await findToken(em, caller, id);
      refuseExcess(caller, token.role, token.limits ?? null);
      this.rations.take('new-tokens', caller.accountId);
      const ends = expiresAt === undefined ? (token.expiresAt ?? null) : end;
      const secret = await rotateToken(em, token, { overlapHours, expiresAt: ends });
      const actor = await actorName(em, caller.holderId);
      const after = { name: token.name, overlapHours, expiresAt: ends?.toISOString() ?? null };
      await recordChange(em, caller, actor, { action: 'token.rotated', subject: id, after });
      const { name, role, limits } = token;
      return {
        id,
        name,
        role,
        ...shownLimits(limits),
        token: secret,
      };
    });
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
      const token = await findToken(em, caller, id);
      const actor = await actorName(em, caller.holderId);
      const before = presentToken(token);
      await em.remove(token).flush();
      await recordChange(em, caller, actor, { action: 'token.revoked', subject: id, before });
    });
  }
}

async function findToken(em: EntityManager, { accountId }: AccountCaller, id: string): Promise<Token> {
  const isId = z.uuid().safeParse(id).success;
  const token = isId ? await em.findOne(Token, { id, accountId }) : null;
  if (token === null) throw new ApiProblem('not-found', { detail: 'No token has this id.' });
  return token;
}

/** The limits in the answer with a secret: those that the token has. */
function shownLimits(limits: Limits | null | undefined): Pick<NewToken, 'scopes' | 'sources'> {
  return {
    ...(limits?.scopes && { scopes: [...limits.scopes] }),
    ...(limits?.sources && { sources: [...limits.sources] }),
  };
}

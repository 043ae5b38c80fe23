import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  accountChangeSchema,
  accountInputSchema,
  accountSchema,
  type AccountAnswer,
  type AccountChange,
  type AccountInput,
} from '@postern/core/account';
import { asOperator, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { changeAccount, createAccount, type AccountOutcome } from './save-account.js';

const listQuery = z.strictObject(pageQuery);
const accountId = z.string().max(100);

/** The customer organisations of this installation, for its operator. */
@ApiTags('Accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequiresAnywhere('accounts:manage')
  @ApiCreatedResponse({ standardSchema: accountSchema })
  @ApiOperation({ operationId: 'createAccount', summary: 'Create an account' })
  @Problems('conflict', 'body-too-large', 'unsupported-media-type')
  async create(
    @From() caller: Caller,
    @Req() request: FastifyRequest,
    @Body({ schema: accountInputSchema }) input: AccountInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountAnswer> {
    const creation = this.idempotency.read(request, caller);
    const account = answer(await createAccount(this.database, caller, input, creation));
    reply.header('location', `/v1/accounts/${account.id}`);
    return account;
  }

  @Get()
  @RequiresAnywhere('accounts:manage')
  @ApiOkResponse({ standardSchema: pageOf(accountSchema) })
  @ApiOperation({ operationId: 'listAccounts', summary: 'List the accounts' })
  async list(@Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>) {
    const after = readCursor(cursor, z.uuid());
    const rows = await asOperator(this.database).find(Account, after === null ? {} : { id: { $gt: after } }, {
      orderBy: { id: 'asc' },
      limit: limit + 1,
    });
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(present), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @RequiresAnywhere('accounts:manage')
  @ApiOkResponse({ standardSchema: accountSchema })
  @ApiOperation({ operationId: 'readAccount', summary: 'Read an account' })
  @Problems('not-found')
  async read(@Param('id', { schema: accountId }) id: string): Promise<AccountAnswer> {
    const row = isId(id) ? await asOperator(this.database).findOne(Account, { id }) : null;
    return answer(row === null ? { outcome: 'not-found' } : { outcome: 'saved', account: row });
  }

  @Patch(':id')
  @RequiresAnywhere('accounts:manage')
  @ApiOkResponse({ standardSchema: accountSchema })
  @ApiOperation({ operationId: 'changeAccount', summary: 'Rename an account, or move it to a data centre' })
  @Problems('not-found', 'conflict', 'body-too-large', 'unsupported-media-type')
  async change(
    @From() caller: Caller,
    @Param('id', { schema: accountId }) id: string,
    @Body({ schema: accountChangeSchema }) change: AccountChange,
  ): Promise<AccountAnswer> {
    return answer(
      isId(id) ? await changeAccount(this.database, caller, id, change) : { outcome: 'not-found' },
    );
  }
}

function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

function answer(result: AccountOutcome): AccountAnswer {
  switch (result.outcome) {
    case 'saved':
      return present(result.account);
    case 'name-is-taken':
      throw new ApiProblem('conflict', { detail: 'Another account has this name.' });
    case 'not-found':
      throw new ApiProblem('not-found', { detail: 'No account has this id.' });
  }
}

function present({ id, name, dataCenter, createdAt }: Account): AccountAnswer {
  return { id, name, dataCenter: dataCenter ?? null, createdAt: createdAt.toISOString() };
}

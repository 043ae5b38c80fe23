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
  linkInputSchema,
  linkSchema,
  longestLinkDays,
  newLinkSchema,
  type LinkInput,
  type NewLink,
} from '@postern/core/link';
import { mayHolder } from '@postern/core/permission';
import { inAccount, type Database } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { createLink, deleteLink, listLinks, readLink } from '@postern/database/links';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { unknownDomains } from '../firewall/read-rules-input.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { TokenUse } from '../tokens/token-use.js';
import { Rations } from '../turns/rations.js';
import { presentLink } from './present-link.js';

const listQuery = z.strictObject(pageQuery);

/** Links that show the rules of the account to its IT, which needs no account of its own (B14). */
@ApiTags('Links')
@Controller('v1/links')
export class LinksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(TokenUse) private readonly tokenUse: TokenUse,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Post()
  @Requires('settings:write')
  @ApiCreatedResponse({ standardSchema: newLinkSchema })
  @ApiOperation({
    operationId: 'createLink',
    summary: 'Make a link for IT; the answer is the only one that contains its address',
  })
  @Problems('idempotency-key-reused', 'too-many-requests')
  async create(
    @FromAccount() caller: AccountCaller,
    @Req() request: FastifyRequest,
    @Body({ schema: linkInputSchema }) input: LinkInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewLink> {
    const expiresAt = linkEnd(input);
    // A token never gives more than it has.
    if (!mayHolder(caller, 'allowlist:read')) {
      throw new ApiProblem('forbidden', {
        detail: 'The scopes of this token do not include the permission allowlist:read, which a link gives.',
      });
    }
    const { accountId } = caller;
    this.rations.take('new-links', accountId);
    const creation = this.idempotency.read(request, caller);
    const { made, link } = await inAccount(this.database, accountId).transactional(async (em) => {
      const once = await createOnce(em, creation, async () => {
        const unknown = await unknownDomains(em, accountId, input.domains ?? []);
        if (unknown.length > 0) throw noSuchDomains(unknown);
        const actor = await actorName(em, caller.holderId);
        const { domains } = input;
        const { id, secret } = await createLink(em, { accountId, createdBy: actor, expiresAt, domains });
        const after = { expiresAt: expiresAt.toISOString(), ...(domains && { domains }) };
        await recordChange(em, caller, actor, { action: 'link.created', subject: id, after });
        return { id, value: secret };
      });
      return { made: once, link: await readLink(em, once.id) };
    });
    if (link === null) throw new ApiProblem('not-found', { detail: 'This link was revoked.' });
    reply.header('location', `/v1/links/${made.id}`);
    const origin = this.settings.publicOrigin ?? `${request.protocol}://${request.host}`;
    // In the fragment, which browsers send to no server, so that no log has it.
    return { ...presentLink(link), ...(made.isRepeated ? {} : { url: `${origin}/it#${made.value}` }) };
  }

  @Get()
  @Requires('settings:write')
  @ApiOkResponse({ standardSchema: pageOf(linkSchema) })
  @ApiOperation({ operationId: 'listLinks', summary: 'List the links for IT, the newest first' })
  async list(
    @FromAccount() { accountId }: AccountCaller,
    @Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>,
  ) {
    const before = readCursor(cursor, z.uuid());
    await this.tokenUse.flush(); // So that the list shows the links that were opened through this process.
    const rows = await inAccount(this.database, accountId).transactional((em) =>
      listLinks(em, before, limit + 1),
    );
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map(presentLink), nextCursor: page.nextCursor };
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('settings:write')
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'revokeLink', summary: 'Revoke a link, which ends at once' })
  @Problems('not-found')
  async revoke(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
  ): Promise<void> {
    await inAccount(this.database, caller.accountId).transactional(async (em) => {
      const link = z.uuid().safeParse(id).success ? await deleteLink(em, id) : null;
      if (link === null) throw new ApiProblem('not-found', { detail: 'No link has this id.' });
      const actor = await actorName(em, caller.holderId);
      const change = { action: 'link.revoked', subject: id, before: presentLink(link) } as const;
      await recordChange(em, caller, actor, change);
    });
  }
}

const dayMs = 86_400_000;

/** When a new link ends. Throws a problem if that has passed or is too far away. */
function linkEnd({ expiresAt }: LinkInput): Date {
  const end = new Date(expiresAt);
  const leftMs = end.getTime() - Date.now();
  if (!(leftMs > 0)) {
    throw invalidInput('expiresAt', 'in-the-past', 'The time of expiry must be in the future');
  }
  if (leftMs > longestLinkDays * dayMs) {
    throw invalidInput('expiresAt', 'too-late', `A link ends after ${longestLinkDays} days at most`);
  }
  return end;
}

function noSuchDomains(indexes: readonly number[]): ApiProblem {
  const message = 'The account has no settings for this domain';
  const errors = indexes.map((index) => ({ path: `domains[${index}]`, code: 'unknown-domain', message }));
  return new ApiProblem('invalid-input', { errors });
}

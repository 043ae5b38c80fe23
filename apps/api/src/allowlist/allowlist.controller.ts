import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { dataCenterIdSchema } from '@postern/core/data-center-id';
import {
  allowlistAnswerSchema,
  allowlistChangesSchema,
  allowlistVersionSchema,
  publishedAllowlistSchema,
} from '@postern/core/allowlist-answers';
import {
  allowlistInputSchema,
  type AllowlistDocument,
  type AllowlistInput,
} from '@postern/core/allowlist-document';
import { listNameSchema } from '@postern/core/list-name';
import type { Finding } from '@postern/core/finding';
import { allowlistTextsSince, currentAllowlist, readAllowlist } from '@postern/database/allowlist-revisions';
import { inAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { addToVary } from '../http/add-to-vary.js';
import { queryFlag } from '../http/query-flag.js';
import { RulesThread } from '../firewall/rules-thread-host.js';
import { sendRules } from '../firewall/send-rules.js';
import { Rations } from '../turns/rations.js';
import { publishAllowlist, sha256 } from './publish-allowlist.js';
import { isCompressed, sendList, tagOf } from './send-list.js';
import { documentFindings, missingDataCenter, serveList, unknownDataCenters } from './serve-list.js';

const listQuery = z.strictObject({
  dataCenter: dataCenterIdSchema.optional(),
  protocol: listNameSchema.optional(),
  family: z
    .enum(['4', '6'])
    .transform((family) => (family === '4' ? 4 : 6))
    .optional(),
  direction: z.literal('egress').optional(),
  format: z.enum(['json', 'text', 'csv']).default('json'),
  revision: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  // What devices add to pass a cache; any other unknown word is refused, since it may be a mistyped choice.
  _: z.string().max(100).optional(),
  cb: z.string().max(100).optional(),
});
const fileQuery = listQuery.pick({ dataCenter: true, _: true, cb: true });
const changesQuery = z.strictObject({
  since: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
});
const publishQuery = z.strictObject({ dryRun: queryFlag });

/** The vendor's outbound addresses, for IT and its firewalls (R17 to R20, R31). */
@ApiTags('Allowlist')
@Controller('v1/allowlist')
export class AllowlistController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RulesThread) private readonly thread: RulesThread,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  @Get()
  @RequiresAnywhere('allowlist:read')
  @ApiOperation({ operationId: 'readAllowlist', summary: 'The addresses to allow, as JSON, text or CSV' })
  @ApiProduces('application/json', 'text/plain', 'text/csv')
  @ApiOkResponse({ standardSchema: allowlistAnswerSchema })
  @Problems('no-entries', 'not-found', 'unknown-data-center', 'too-many-requests')
  async read(
    @From() caller: Caller,
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (caller.role === 'network') this.rations.take('list-reads', caller.holderId);
    const { protocol, family, format } = query;
    if (format !== 'json' && protocol === undefined) {
      throw invalidInput(
        'protocol',
        'required',
        `A list as ${format} is for one protocol; name ${listNameSchema.options.join(', ')}`,
      );
    }
    const document = await this.document(query.revision);
    const dataCenters =
      query.dataCenter === undefined
        ? await this.ownDataCenters(caller, format === 'json' ? document : null)
        : [query.dataCenter];
    const isAsked = query.dataCenter !== undefined;
    const unknown = unknownDataCenters(document, dataCenters, isAsked);
    if (unknown.length > 0) throw unknownDataCenter(document, unknown[0]!);
    const findings = [...documentFindings(document), ...missingDataCenter(document, dataCenters)];
    const served = serveList(document, { dataCenters, protocol, family }, format, findings);
    if (served === null) throw new ApiProblem('no-entries');
    const etag = tagOf(sha256(served.text), isCompressed(request, served.text));
    describeDocument(reply, document, findings).header('etag', etag);
    addToVary(reply, 'accept-encoding');
    if (isNotModified(request, etag, document)) return void reply.status(304).send();
    await sendList(request, reply, served);
  }

  @Get(':file')
  @RequiresAnywhere('allowlist:read')
  @ApiOperation({
    operationId: 'readAllowlistFile',
    summary:
      'One list as text, at an address without a query: imap4.txt, smtp6.txt, exchange4.txt, webhook4.txt …',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ standardSchema: z.string() })
  @Problems('no-entries', 'not-found', 'unknown-data-center', 'too-many-requests')
  async readFile(
    @From() caller: Caller,
    @Param('file', { schema: z.string().max(40) }) file: string,
    @Query({ schema: fileQuery }) query: z.output<typeof fileQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, name, family] = /^([a-z]{4,8})([46])\.txt$/.exec(file) ?? [];
    const protocol = listNameSchema.safeParse(name);
    if (!protocol.success) throw new ApiProblem('not-found');
    const chosen = { protocol: protocol.data, family: family === '6' ? 6 : 4, format: 'text' } as const;
    return this.read(caller, { ...query, ...chosen }, request, reply);
  }

  @Get('version')
  @RequiresAnywhere('allowlist:read')
  @ApiOperation({ operationId: 'readAllowlistVersion', summary: 'Revision and digest of the current list' })
  @ApiOkResponse({ standardSchema: allowlistVersionSchema })
  async version(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof allowlistVersionSchema> | undefined> {
    const document = await currentAllowlist(this.database);
    const etag = versionTag(document);
    describeDocument(reply, document).header('etag', etag);
    if (isNotModified(request, etag, document)) return void reply.status(304);
    return versionOf(document);
  }

  @Get('changes')
  @RequiresAnywhere('allowlist:read')
  @ApiOperation({ operationId: 'listAllowlistChanges', summary: 'What changed since a revision' })
  @ApiOkResponse({ standardSchema: allowlistChangesSchema })
  @Problems('too-many-requests')
  async changes(
    @From() caller: Caller,
    @Query({ schema: changesQuery }) { since }: z.output<typeof changesQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.thread.run(caller.accountId ?? caller.holderId, async () => ({
      kind: 'changes',
      allowlists: await allowlistTextsSince(this.database, since),
      findings: documentFindings(await currentAllowlist(this.database)),
    }));
    sendRules(reply, answer);
  }

  @Put()
  @RequiresAnywhere('allowlist:publish')
  @ApiOperation({ operationId: 'publishAllowlist', summary: 'Publish the next revision' })
  @ApiOkResponse({ standardSchema: publishedAllowlistSchema })
  @Problems('if-match-required', 'revision-is-stale', 'allowlist-refused')
  async publish(
    @From() caller: Caller,
    @Query({ schema: publishQuery }) { dryRun }: z.output<typeof publishQuery>,
    @Body({ schema: allowlistInputSchema }) input: AllowlistInput,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (ifMatch === undefined) throw new ApiProblem('if-match-required');
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    const published = await publishAllowlist(this.database, input, {
      isExpected: (current) => tags.includes(versionTag(current)),
      holderId: caller.holderId,
      isDryRun: dryRun,
    });
    if (published.outcome === 'stale') throw new ApiProblem('revision-is-stale');
    if (published.outcome === 'refused')
      throw new ApiProblem('allowlist-refused', { findings: published.findings });
    const { document, changes, findings } = published;
    if (!dryRun) reply.header('etag', versionTag(document));
    const { revision, publishedAt, sha256: digest } = document;
    return { revision, publishedAt, sha256: digest, dryRun, changes, findings };
  }

  /** The current revision of the list, or an old one as it was published. */
  private async document(revision: number | undefined): Promise<AllowlistDocument> {
    if (revision === undefined) return currentAllowlist(this.database);
    const document = await readAllowlist(this.database, revision);
    if (document === null) {
      throw new ApiProblem('not-found', { detail: `The list has no revision ${revision}.` });
    }
    return document;
  }

  /** The data centres whose entries the caller reads: all of them for an operator who names no account. */
  private async ownDataCenters(
    { accountId }: Caller,
    document: AllowlistDocument | null,
  ): Promise<readonly string[]> {
    if (accountId === null) return document?.dataCenters.map(({ id }) => id) ?? [];
    const account = await inAccount(this.database, accountId).findOne(Account, { id: accountId });
    return account?.dataCenter ? [account.dataCenter] : [];
  }
}

/** Refuses an unknown data centre. Otherwise a device with a typing error would get only the entries without a data centre. */
function unknownDataCenter({ dataCenters }: AllowlistDocument, id: string): ApiProblem {
  const known = dataCenters.map((dataCenter) => dataCenter.id).join(', ') || 'none';
  return new ApiProblem('unknown-data-center', {
    detail: `The list has no data centre ${id}. It has: ${known}.`,
  });
}

function versionOf(document: AllowlistDocument): z.output<typeof allowlistVersionSchema> {
  const { revision, publishedAt, sha256: digest } = document;
  return { revision, publishedAt, sha256: digest, findings: documentFindings(document) };
}

/** A strong ETag. It contains the revision, so it changes even if a revision has the content of an older one. */
function versionTag({ revision, sha256: digest }: AllowlistDocument): string {
  return `"${revision}-${digest}"`;
}

/** Puts the codes of findings into a header, because a list as text or CSV has no place for them. */
function describeDocument(
  reply: FastifyReply,
  document: AllowlistDocument,
  findings: readonly Finding[] = documentFindings(document),
): FastifyReply {
  for (const { code } of findings) reply.header('postern-finding', code);
  return reply
    .header('last-modified', new Date(document.publishedAt).toUTCString())
    .header('cache-control', 'private, no-cache');
}

/** RFC 9110 §13.2.2: If-Modified-Since counts only without If-None-Match. */
function isNotModified(
  { headers }: FastifyRequest,
  etag: string,
  { publishedAt }: AllowlistDocument,
): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) {
    return known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Math.floor(Date.parse(publishedAt) / 1000) * 1000 <= since;
}

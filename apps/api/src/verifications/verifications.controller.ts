import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  startVerificationSchema,
  trustInputSchema,
  type CredentialsInput,
  type TrustInput,
} from '@postern/core/connection';
import { domainNameSchema } from '@postern/core/domain-name';
import { mailSettingsInputSchema, type MailSettingsInput } from '@postern/core/mail-settings';
import { mayHolder } from '@postern/core/permission';
import type { Wait } from '@postern/core/queue';
import { verificationSchema, type Verification as Answer } from '@postern/core/verification';
import type { Credentials } from '@postern/core/credentials';
import { inAccount, type Database } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { readVerification } from '@postern/database/functions/read-verification';
import { Verification } from '@postern/database/entities/verification';
import { readWait } from '@postern/database/queue-status';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DATABASE } from '../api-settings.js';
import { ApiProblem, because, invalidInput } from '../http/api-problem.js';
import { cutPage, pageOf, pageQuery, readCursor } from '../http/page.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { serversOf } from '@postern/database/server-columns';
import { Rations } from '../turns/rations.js';
import { SaveTurns } from '../turns/request-turns.js';
import { EventStreams } from './event-streams.js';
import { followedSteps, presentVerification } from './present-verification.js';
import { shareReads } from './shared-reads.js';
import { trustCertificate } from './trust-certificate.js';
import { VerificationStarter } from './verification-starter.js';

type Found = { readonly row: Verification; readonly wait: Wait | null };

const historyQuery = z.strictObject(pageQuery);

/** Routes that start and read verifications. */
@ApiTags('Verifications')
@Controller('v1')
@UseInterceptors(SaveTurns)
export class VerificationsController {
  private readonly readShared: (key: string) => Promise<Found | null>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(VerificationStarter) private readonly starter: VerificationStarter,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(Rations) private readonly rations: Rations,
  ) {
    this.readShared = shareReads(async (key) => {
      const [accountId, id] = key.split(' ') as [string, string];
      const row = await readVerification(this.database, accountId, id);
      if (row === null) return null;
      return { row, wait: row.state === 'queued' ? await readWait(this.database, accountId, id) : null };
    });
  }

  @Post('mail-settings/:domain/verifications')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  @ApiOperation({
    operationId: 'startVerification',
    summary: 'Verify a domain now, with a login if credentials are given',
  })
  @Problems(
    'not-found',
    'idempotency-key-reused',
    'body-too-large',
    'unsupported-media-type',
    'too-many-requests',
  )
  async verify(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Body({ schema: startVerificationSchema }) input: z.output<typeof startVerificationSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    this.rations.take('saves-of-a-domain', caller.accountId, domain);
    const credential = input?.credentials && wholeCredential(input.credentials);
    return this.starter.start(caller, request, reply, async (em) => {
      const settings = await em.findOne(MailSettings, { accountId: caller.accountId, domain });
      if (settings === null) throw noSettings(domain);
      return { domain, trigger: 'manual', servers: serversOf(settings), settings, credential };
    });
  }

  @Get('mail-settings/:domain/verifications')
  @Requires('settings:read')
  @ApiOkResponse({ standardSchema: pageOf(verificationSchema) })
  @ApiOperation({
    operationId: 'listVerifications',
    summary: 'List the verifications of a domain, newest first',
  })
  @Problems('not-found')
  async history(
    @FromAccount() { accountId }: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Query({ schema: historyQuery }) { limit, cursor }: z.output<typeof historyQuery>,
  ) {
    const before = readCursor(cursor, z.uuid());
    const em = inAccount(this.database, accountId);
    const rows = await em.find(
      Verification,
      { accountId, domain, trigger: { $ne: 'try' }, ...(before === null ? {} : { id: { $lt: before } }) },
      { orderBy: { id: 'desc' }, limit: limit + 1 },
    );
    if (rows.length === 0 && (await em.count(MailSettings, { accountId, domain })) === 0) {
      throw noSettings(domain);
    }
    const page = cutPage(rows, limit, ({ id }) => id);
    return { data: page.data.map((row) => presentVerification(row)), nextCursor: page.nextCursor };
  }

  @Post('verifications')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  @ApiOperation({
    operationId: 'tryServers',
    summary: 'Verify servers before they are saved; nothing about the domain is stored',
  })
  @Problems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async tryOut(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: mailSettingsInputSchema }) { domain, ...servers }: MailSettingsInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    this.rations.take('saves-of-a-domain', caller.accountId, domain);
    const wanted = { domain, trigger: 'try', servers, settings: null } as const;
    return this.starter.start(caller, request, reply, () => Promise.resolve(wanted));
  }

  /** Pins a certificate that a verification saw, and starts a verification with it. */
  @Post('mail-settings/:domain/trust')
  @HttpCode(202)
  @Requires('settings:write')
  @ApiOperation({
    operationId: 'trustCertificate',
    summary: 'Accept a certificate that no certificate authority has signed',
  })
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  @Problems('not-found', 'cannot-act-on-it', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async trust(
    @FromAccount() caller: AccountCaller,
    @Param('domain', { schema: domainNameSchema }) domain: string,
    @Body({ schema: trustInputSchema }) input: TrustInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    this.rations.take('saves-of-a-domain', caller.accountId, domain);
    return this.starter.start(caller, request, reply, async (em) => {
      const result = await trustCertificate(em, caller, domain, input);
      if (result.outcome === 'not-found') throw noSettings(domain);
      if (result.outcome !== 'trusted')
        throw new ApiProblem('cannot-act-on-it', because(trustRefusals[result.outcome]));
      return { domain, trigger: 'manual', servers: serversOf(result.settings), settings: result.settings };
    });
  }

  @Get('verifications/:id')
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiOkResponse({ standardSchema: verificationSchema })
  @ApiOperation({ operationId: 'readVerification', summary: 'Read a verification with its steps' })
  @Problems('not-found')
  async read(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
  ): Promise<Answer> {
    const { row, wait } = await this.find(caller, id);
    return presentVerification(row, wait);
  }

  /** Server-sent events: `step` as each step ends, `done` with the whole. */
  @Get('verifications/:id/events')
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiOperation({ operationId: 'watchVerification', summary: 'Watch a verification step by step' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event received; browsers send it when they reconnect',
    schema: { type: 'string', examples: ['3.1'] },
  })
  @ApiOkResponse({
    description: 'All events of the verification, as they happen',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({ description: 'No more events: `done` was received' })
  @Problems('not-found')
  async events(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: z.string().max(100) }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.find(caller, id);
    const read = () =>
      this.find(caller, id).then(
        ({ row, wait }) => presentVerification(row, wait),
        () => null,
      );
    this.streams.send(request, reply, read, followedSteps);
  }

  /** Reads a verification. A caller who may not read settings finds only those that its own token started. */
  private async find(caller: AccountCaller, id: string): Promise<Found> {
    const isId = z.uuid().safeParse(id).success;
    const found = isId ? await this.readShared(`${caller.accountId} ${id}`) : null;
    const isReadable = mayHolder(caller, 'settings:read') || found?.row.startedBy === caller.holderId;
    if (found === null || !isReadable)
      throw new ApiProblem('not-found', { detail: 'No verification has this id.' });
    return found;
  }
}

const trustRefusals = {
  'flag-is-off': 'flag-is-off',
  'not-seen': 'certificate-not-seen',
} as const;

function noSettings(domain: string): ApiProblem {
  return new ApiProblem('not-found', { detail: `No settings exist for ${domain}.` });
}

/** Only a connection has an email address that can be the user name; here the user name is required. */
function wholeCredential(input: CredentialsInput): Credentials {
  const { username } = input;
  if (username !== undefined) return { ...input, username };
  throw invalidInput('credentials.username', 'required', 'A login on a domain needs a user name');
}

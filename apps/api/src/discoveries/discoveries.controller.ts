import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  discoveryInputSchema,
  discoverySchema,
  type Discovery as Answer,
  type Person,
} from '@postern/core/discovery';
import { mayHolder } from '@postern/core/permission';
import { inAccount, type Database } from '@postern/database/database';
import { findOrQueueDiscovery, readDiscovery, type StoredDiscovery } from '@postern/database/discoveries';
import { actorName } from '@postern/database/functions/actor-name';
import { readWait } from '@postern/database/queue-status';
import { createSecretSealer, type SecretSealer } from '@postern/database/sealed-secret';
import { currentTraceparent } from '@postern/jobs/tracing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireOwnAddress } from '../access/admission.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { Rations } from '../turns/rations.js';
import { EventStreams } from '../verifications/event-streams.js';
import { shareReads } from '../verifications/shared-reads.js';
import { VerificationDispatcher } from '../verifications/verification-dispatcher.js';
import { followedSources, presentDiscovery } from './present-discovery.js';

const idParameter = z.string().max(100);

/** Routes that look for the servers of a domain (R16). */
@ApiTags('Discoveries')
@Controller('v1/discoveries')
export class DiscoveriesController {
  private readonly sealer: SecretSealer;
  private readonly readShared: (key: string) => Promise<StoredDiscovery | null>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) settings: ApiSettings,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(Rations) private readonly rations: Rations,
    @Inject(VerificationDispatcher) private readonly dispatcher: VerificationDispatcher,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {
    this.sealer = createSecretSealer(settings.secretKeys);
    this.readShared = shareReads((key) => {
      const [accountId, id] = key.split(' ') as [string, string];
      return readDiscovery(this.database, this.sealer, accountId, id);
    });
  }

  /** A member is shown what the domain itself or a public database says, to connect its own mailbox. */
  @Post()
  @HttpCode(202)
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiAcceptedResponse({ standardSchema: discoverySchema })
  @ApiOperation({
    operationId: 'startDiscovery',
    summary: 'Look for the servers of a domain or of an address; the result is kept for ten minutes',
  })
  @Problems(
    'not-found',
    'idempotency-key-reused',
    'body-too-large',
    'unsupported-media-type',
    'too-many-requests',
  )
  async start(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: discoveryInputSchema }) person: Person,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    requireOwnAddress(caller, person.email);
    const { accountId, holderId } = caller;
    this.rations.take('saves-of-a-domain', accountId, person.domain);
    const once = this.idempotency.read(request, caller);
    const wanted = {
      accountId,
      startedBy: holderId,
      person,
      trustedOnly: isTrustedOnly(caller),
      traceparent: currentTraceparent(),
    };
    const created = await inAccount(this.database, accountId).transactional((em) =>
      createOnce(em, once, async () => {
        const { id, queued } = await findOrQueueDiscovery(em, this.sealer, wanted);
        if (queued !== null) {
          const change = { action: 'discovery.started', subject: person.domain } as const;
          await recordChange(em, caller, await actorName(em, holderId), change);
        }
        return { id, value: queued };
      }),
    );
    if (!created.isRepeated && created.value !== null) this.dispatcher.dispatch(created.value);
    reply.header('location', `/v1/discoveries/${created.id}`);
    return this.present(caller, await this.find(caller, created.id));
  }

  @Get(':id')
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiOkResponse({ standardSchema: discoverySchema })
  @ApiOperation({ operationId: 'readDiscovery', summary: 'Read a discovery with its sources and candidates' })
  @Problems('not-found')
  async read(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
  ): Promise<Answer> {
    return this.present(caller, await this.find(caller, id));
  }

  /** Server-sent events: `source` as each source answers or fails, `done` with the whole. */
  @Get(':id/events')
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiOperation({ operationId: 'watchDiscovery', summary: 'Watch a discovery source by source' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event received; browsers send it when they reconnect',
    schema: { type: 'string', examples: ['3'] },
  })
  @ApiOkResponse({
    description: 'All events of the discovery, as they happen',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({ description: 'No more events: `done` was received' })
  @Problems('not-found')
  async events(
    @FromAccount() caller: AccountCaller,
    @Param('id', { schema: idParameter }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const first = await this.find(caller, id);
    let answered = first.sources;
    const read = async () => {
      const stored = await this.find(caller, id).catch(() => null);
      if (stored === null) return null;
      answered = stored.sources;
      return this.present(caller, stored);
    };
    this.streams.send(
      request,
      reply,
      read,
      followedSources(() => answered),
    );
  }

  /** Reads a discovery. A caller who may not read settings finds only those that its own token started. */
  private async find(caller: AccountCaller, id: string): Promise<StoredDiscovery> {
    const isId = z.uuid().safeParse(id).success;
    const found = isId ? await this.readShared(`${caller.accountId} ${id}`) : null;
    const isReadable = mayHolder(caller, 'settings:read') || found?.startedBy === caller.holderId;
    if (found === null || !isReadable)
      throw new ApiProblem('not-found', {
        detail: 'No discovery has this id. A result is kept for ten minutes.',
      });
    return found;
  }

  private async present(caller: AccountCaller, stored: StoredDiscovery): Promise<Answer> {
    const isQueued = stored.startedAt === null && stored.finishedAt === null;
    const wait = isQueued ? await readWait(this.database, caller.accountId, stored.id) : null;
    return presentDiscovery(stored, wait, isTrustedOnly(caller));
  }
}

function isTrustedOnly(caller: AccountCaller): boolean {
  return !mayHolder(caller, 'settings:write');
}

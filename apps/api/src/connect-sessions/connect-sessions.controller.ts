import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  connectSessionInputSchema,
  connectSessionSchema,
  type ConnectSession,
  type ConnectSessionInput,
} from '@postern/core/connect-session';
import { createConnectSession } from '@postern/database/connect-sessions';
import { inAccount, type Database } from '@postern/database/database';
import { actorName } from '@postern/database/functions/actor-name';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { recordChange } from '../audit.js';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';
import { Rations } from '../turns/rations.js';

/** Connect sessions: a host product's server asks for one, and its page gives the client secret to `<postern-connect>`. */
@ApiTags('Populate and connect')
@Controller('v1/connect-sessions')
export class ConnectSessionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  /** Has no Idempotency-Key: the secret is in one answer only, so a repeated request needs a new one. */
  @Post()
  @Requires('mailbox:connect')
  @ApiCreatedResponse({ standardSchema: connectSessionSchema })
  @ApiOperation({
    operationId: 'createConnectSession',
    summary: 'Make a client secret that connects one address on pages of one origin, for 15 minutes',
    description:
      'The client secret ends with the token that asked for it, so that revoking the token ends what it gave away. A person whom the provider signed in has no token and gets 403: make an access token for the server of the host product.',
  })
  @Problems('body-too-large', 'unsupported-media-type', 'too-many-requests')
  async create(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: connectSessionInputSchema }) { email: { email }, origin }: ConnectSessionInput,
  ): Promise<ConnectSession> {
    const { accountId, holderId } = caller;
    this.rations.take('connect-sessions', accountId);
    return inAccount(this.database, accountId).transactional(async (em) => {
      const made = await createConnectSession(em, { accountId, tokenId: holderId, email, origin });
      if (made === null) {
        throw new ApiProblem('forbidden', {
          detail:
            'Only an access token makes connect sessions, and it must still be valid. A client secret ends with its token, and who signed in through the provider has none: make an access token for your server.',
        });
      }
      const expiresAt = made.expiresAt.toISOString();
      const after = { email, origin, expiresAt };
      const actor = await actorName(em, holderId);
      await recordChange(em, caller, actor, { action: 'connect-session.created', subject: made.id, after });
      return { clientSecret: made.secret, expiresAt };
    });
  }
}

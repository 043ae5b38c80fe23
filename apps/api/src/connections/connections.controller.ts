import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { connectionInputSchema, type ConnectionInput } from '@postern/core/connection';
import type { MailServers } from '@postern/core/mail-settings';
import { verificationSchema, type Verification as Answer } from '@postern/core/verification';
import { MailSettings } from '@postern/database/entities/mail-settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorName } from '@postern/database/functions/actor-name';
import { invalidInput } from '../http/api-problem.js';
import { requireOwnAddress } from '../access/admission.js';
import { FromAccount, Requires, type AccountCaller } from '../access/permission.js';
import { Problems } from '../http/problems.js';
import { serversOf } from '@postern/database/server-columns';
import { VerificationStarter } from '../verifications/verification-starter.js';
import { Provenance } from '../discoveries/provenance.js';
import { recordAttempt } from './record-attempt.js';

/** Connecting a mailbox: one login with the user's password or token (R9, R23). */
@ApiTags('Populate and connect')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    @Inject(VerificationStarter) private readonly starter: VerificationStarter,
    @Inject(Provenance) private readonly provenance: Provenance,
  ) {}

  /** Starts a verification that logs in to IMAP, then SMTP. The password or token is sealed, used once and then deleted. */
  @Post()
  @HttpCode(202)
  @Requires('mailbox:connect', { isEmbeddable: true })
  @ApiOperation({
    operationId: 'connectMailbox',
    summary: 'Log in to a mailbox once, with its password or an access token',
  })
  @ApiAcceptedResponse({ standardSchema: verificationSchema })
  @Problems('idempotency-key-reused', 'body-too-large', 'unsupported-media-type', 'too-many-requests')
  async connect(
    @FromAccount() caller: AccountCaller,
    @Body({ schema: connectionInputSchema }) input: ConnectionInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const { email, domain } = input.email;
    requireOwnAddress(caller, email);
    const { settings = null, discovery } = input;
    const discovered = settings && (await this.provenance.find(caller, { discovery }, domain, settings));
    return this.starter.start(caller, request, reply, async (em) => {
      const configured = await em.findOne(MailSettings, {
        accountId: caller.accountId,
        domain,
        origin: 'admin',
      });
      const servers: MailServers | null = settings ?? (configured && serversOf(configured));
      if (servers === null) {
        throw invalidInput(
          'settings',
          'settings-needed',
          `No settings exist for ${domain}; send its servers`,
        );
      }
      if (configured === null) {
        const actor = await actorName(em, caller.holderId);
        await recordAttempt(em, caller.accountId, { actor, domain, servers, discovered });
      }
      return {
        domain,
        trigger: 'connection',
        servers,
        settings: null,
        credential: { username: email, ...input.credentials },
        acceptedCertificates: input.certificates,
      };
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Verification as Answer } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Verification } from '@postern/database/entities/verification';
import { createSecretSealer, type SecretSealer } from '@postern/database/sealed-secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import type { AccountCaller } from '../access/permission.js';
import { createOnce } from '../idempotency/create-once.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { presentVerification } from './present-verification.js';
import { startVerification, type VerificationRequest } from './start-verification.js';
import { VerificationDispatcher } from './verification-dispatcher.js';

/** Starts verifications for all routes: one transaction, once for each Idempotency-Key, then the queue. */
@Injectable()
export class VerificationStarter {
  private readonly sealer: SecretSealer;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) settings: ApiSettings,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(VerificationDispatcher) private readonly dispatcher: VerificationDispatcher,
  ) {
    this.sealer = createSecretSealer(settings.secretKeys);
  }

  /** `choose` returns, within the transaction, what to verify, or throws a problem. Returns the body of the answer 202. */
  async start(
    caller: AccountCaller,
    request: FastifyRequest,
    reply: FastifyReply,
    choose: (em: EntityManager) => Promise<VerificationRequest>,
  ): Promise<Answer> {
    const once = this.idempotency.read(request, caller);
    const { verification, queued } = await inAccount(this.database, caller.accountId).transactional(
      async (em) => {
        const created = await createOnce(em, once, async () => {
          const started = await startVerification(em, this.sealer, caller, await choose(em));
          if (started.outcome === 'started') return { id: started.verification.id, value: started };
          throw new ApiProblem('too-many-requests', {
            detail:
              'Too many logins. Mail servers block clients that log in too often; wait for the seconds named in Retry-After.',
            headers: { 'retry-after': String(started.retryAfterSeconds) },
          });
        });
        if (!created.isRepeated) return created.value;
        const { id } = created;
        return { verification: await em.findOneOrFail(Verification, { id }), queued: null };
      },
    );
    if (queued !== null) this.dispatcher.dispatch(queued);
    reply.header('location', `/v1/verifications/${verification.id}`);
    return presentVerification(verification);
  }
}

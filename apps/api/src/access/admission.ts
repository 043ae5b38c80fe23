import { Inject, Injectable } from '@nestjs/common';
import { mayRole, type Permission } from '@postern/core/permission';
import type { Database } from '@postern/database/database';
import { asOperator } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import type { Holder } from '@postern/database/functions/holder';
import type { FastifyRequest } from 'fastify';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { readRequestSecret, type RequestSecret } from './request-secret.js';
import { FailedAttempts } from './failed-attempts.js';
import type { Caller } from './permission.js';
import { TokenUse } from '../tokens/token-use.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Decides whether a request may come in, and as whom. The order matters: a secret is refused over http unread. */
@Injectable()
export class Admission {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(FailedAttempts) private readonly failedAttempts: FailedAttempts,
    @Inject(TokenUse) private readonly tokenUse: TokenUse,
  ) {}

  /** The credential of a request; throws a problem when there is none or it came over plain http from elsewhere. */
  requestSecretOf(request: FastifyRequest): RequestSecret {
    const secret = readRequestSecret(request);
    if (secret === null) throw unauthenticated();
    this.refusePlainHttp(request);
    if (secret.via === 'cookie' && !safeMethods.has(request.method)) this.refuseOtherOrigin(request);
    return secret;
  }

  /** Passwords and tokens travel over https, or do not leave this machine. */
  refusePlainHttp(request: FastifyRequest): void {
    const isLoopback = /^(?:127\.|::1$|::ffff:127\.)/.test(request.ip);
    if (request.protocol !== 'https' && !isLoopback) throw new ApiProblem('https-required');
  }

  refuseOtherOrigin(request: FastifyRequest): void {
    const own = [`${request.protocol}://${request.host}`, this.settings.publicOrigin];
    const { origin } = request.headers;
    if (origin === undefined || !own.includes(origin)) throw new ApiProblem('origin-mismatch');
  }

  /** Checks the role of a holder against a route's permission and returns the caller. */
  admit(request: FastifyRequest, holder: Holder | null, permission: Permission): Caller {
    if (holder === null) throw this.failedAttempts.refuse(request.ip);
    this.tokenUse.note(holder.tokenId);
    if (!mayRole(holder.role, permission)) throw new ApiProblem('forbidden');
    const accountId = holder.accountId ?? namedAccount(request);
    return { tokenId: holder.tokenId, role: holder.role, accountId };
  }

  /** An operator's named account must exist; an ordinary token's own account does. */
  async requireAccount(caller: Caller): Promise<void> {
    if (caller.accountId === null) throw new ApiProblem('account-needed');
    if (caller.role !== 'operator') return;
    const found = await asOperator(this.database).count(Account, { id: caller.accountId });
    if (found === 0)
      throw new ApiProblem('not-found', { detail: 'There is no account with the id in Postern-Account.' });
  }
}

/** The account in the header `Postern-Account`, which only an operator's request is read for. */
export function namedAccount(request: FastifyRequest): string | null {
  const named = request.headers['postern-account'];
  if (named === undefined) return null;
  if (typeof named === 'string' && uuid.test(named)) return named.toLowerCase();
  throw new ApiProblem('account-needed', {
    detail: 'The header Postern-Account must hold one account id (a UUID).',
  });
}

function unauthenticated(): ApiProblem {
  return new ApiProblem('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="postern"' } });
}

import { Inject, Injectable } from '@nestjs/common';
import { isInScopes, mayRole, type EmbeddedLimit, type Permission } from '@postern/core/permission';
import { isFromSources } from '@postern/core/token-sources';
import type { Database } from '@postern/database/database';
import { asOperator } from '@postern/database/database';
import { addressHash } from '@postern/database/connect-sessions';
import { Account } from '@postern/database/entities/account';
import type { Holder } from '@postern/database/functions/holder';
import type { FastifyRequest } from 'fastify';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { challengeFor, isBasic, readRequestSecret, type RequestSecret } from './request-secret.js';
import { addressKey, FailedAttempts } from './failed-attempts.js';
import { isEmbeddable, type Caller } from './permission.js';
import { TokenUse } from '../tokens/token-use.js';
import { Rations } from '../turns/rations.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Authenticates a request and checks its permission. A secret that arrives over plain http is refused before it is
 * looked up, so an eavesdropper does not learn whether it is valid.
 */
@Injectable()
export class Admission {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(FailedAttempts) private readonly failedAttempts: FailedAttempts,
    @Inject(TokenUse) private readonly tokenUse: TokenUse,
    @Inject(Rations) private readonly rations: Rations,
  ) {}

  /** The token or session of a request. Throws a problem if there is none or if it was sent over plain http. */
  requestSecretOf(request: FastifyRequest): RequestSecret {
    const secret = readRequestSecret(request);
    if (secret === null) throw unauthenticated(request);
    this.refusePlainHttp(request);
    if (secret.via === 'cookie' && !safeMethods.has(request.method)) this.refuseOtherOrigin(request);
    return secret;
  }

  /** Throws a problem for a request over plain http that does not come from loopback: it may carry passwords and tokens. */
  refusePlainHttp(request: FastifyRequest): void {
    const isLoopback = /^(?:127\.|::1$|::ffff:127\.)/.test(request.ip);
    if (request.protocol !== 'https' && !isLoopback) throw new ApiProblem('https-required');
  }

  /** The origin of the console as people type it. */
  ownOrigin(request: FastifyRequest): string {
    return this.settings.publicOrigin ?? `${request.protocol}://${request.host}`;
  }

  refuseOtherOrigin(request: FastifyRequest): void {
    const own = [`${request.protocol}://${request.host}`, this.settings.publicOrigin];
    const { origin } = request.headers;
    if (origin === undefined || !own.includes(origin)) throw new ApiProblem('origin-mismatch');
  }

  /**
   * Checks where a request comes from, and the role and scopes of its holder against a route's permission; returns the caller. A
   * request from elsewhere than the holder's sources gets the answer to an unknown secret, which does not say that it exists.
   */
  admit(request: FastifyRequest, holder: Holder | null, permission: Permission): Caller {
    if (holder === null || !isFromSources(holder.limits, request.ip)) {
      throw this.failedAttempts.refuse(request.ip);
    }
    this.tokenUse.note(holder.holderId, request.ip);
    if (holder.role === 'link') this.rationLink(holder.holderId, request.ip);
    const embedded = holder.limits?.embedded;
    if (embedded?.origin !== request.embeddingOrigin) request.embeddingOrigin = undefined;
    if (embedded !== undefined) limitConnectSession(request, embedded);
    if (!mayRole(holder.role, permission)) throw new ApiProblem('forbidden');
    if (!isInScopes(holder.limits, permission)) {
      throw new ApiProblem('forbidden', {
        detail: `The scopes of this token do not include the permission ${permission}.`,
      });
    }
    if (isBasic(request) && holder.role !== 'network') {
      throw new ApiProblem('forbidden', {
        detail:
          'Basic authentication takes tokens of the role network only: a password in the configuration of a firewall must not be worth more.',
      });
    }
    const accountId = holder.accountId ?? namedAccount(request);
    return { holderId: holder.holderId, role: holder.role, limits: holder.limits, accountId };
  }

  /** Limits the requests with links, which anybody may have been sent. */
  private rationLink(linkId: string, address: string): void {
    this.rations.take('requests-of-a-link', linkId);
    this.rations.take('requests-with-links', addressKey(address));
  }

  /** Throws a problem if an operator names no account or one that does not exist. Every other token has an account. */
  async requireAccount(caller: Caller): Promise<void> {
    if (caller.accountId === null) throw new ApiProblem('account-needed');
    if (caller.role !== 'operator') return;
    const found = await asOperator(this.database).count(Account, { id: caller.accountId });
    if (found === 0)
      throw new ApiProblem('not-found', {
        detail: 'No account has the id that the header Postern-Account names.',
      });
  }
}

/**
 * Throws a problem if a connect session calls a route that is not for it, or from another origin than its own. A browser
 * sends `Origin` with every request to another origin that a script makes, and no script can change it.
 */
function limitConnectSession(request: FastifyRequest, { origin }: EmbeddedLimit): void {
  if (!isEmbeddable(request.routeOptions.config.access)) {
    throw new ApiProblem('forbidden', {
      detail: 'A client secret connects one mailbox; it may read and do nothing else.',
    });
  }
  if (request.headers.origin !== origin) {
    throw new ApiProblem('origin-mismatch', {
      detail: 'This client secret was made for pages of another origin.',
    });
  }
}

/** Throws a problem if a connect session names another address than its own, or none. */
export function requireOwnAddress({ limits }: Pick<Caller, 'limits'>, email: string | null): void {
  const embedded = limits?.embedded;
  if (embedded === undefined || (email !== null && addressHash(email) === embedded.addressSha256)) return;
  throw new ApiProblem('forbidden', { detail: 'This client secret was made for another address.' });
}

/** The account that the header `Postern-Account` names, null without the header. Only operators may name one. */
export function namedAccount(request: FastifyRequest): string | null {
  const named = request.headers['postern-account'];
  if (named === undefined) return null;
  if (typeof named === 'string' && uuid.test(named)) return named.toLowerCase();
  throw new ApiProblem('account-needed', {
    detail: 'The header Postern-Account must contain one account id (a UUID).',
  });
}

function unauthenticated(request: FastifyRequest): ApiProblem {
  return new ApiProblem('unauthenticated', { headers: { 'www-authenticate': challengeFor(request) } });
}

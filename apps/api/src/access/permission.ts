import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiCookieAuth, ApiHeader } from '@nestjs/swagger';
import type { HolderRole, Limits, Permission } from '@postern/core/permission';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../http/api-problem.js';
import { Problems } from '../http/problems.js';

/** The holder of the token, the link or the session that a request was sent with, after it was authenticated. */
export type Caller = {
  /** The id of the token, of the link for IT, or of the person whom the provider signed in. */
  readonly holderId: string;
  /** The token's own account, or the one an operator named; null for an operator who named none. */
  readonly accountId: string | null;
  readonly role: HolderRole;
  /** What limits the token further than its role; null for nothing. */
  readonly limits: Limits | null;
};
export type AccountCaller = Caller & { readonly accountId: string };

/** Whether connect sessions may call a route too. Its handler then compares the address or who started the resource. */
type Embeddable = { readonly isEmbeddable?: true };

/** What a route declares: public, a permission that the guard checks, or one that its handler checks itself. */
export type Access =
  | { readonly kind: 'public' }
  | ({ readonly kind: 'token'; readonly permission: Permission; readonly inAccount: boolean } & Embeddable)
  | ({ readonly kind: 'self-authenticating'; readonly permission: Permission } & Embeddable);

/** Whether a route is for connect sessions too. */
export function isEmbeddable(access: Access | undefined): boolean {
  return access !== undefined && access.kind !== 'public' && access.isEmbeddable === true;
}

export const accessKey = 'postern:access';
/** Declares the access to Nest and in the configuration of Fastify's route, which is known before the body is read. */
const access = (value: Access) =>
  applyDecorators(SetMetadata(accessKey, value), RouteConfig({ access: value }));
const guarded = (value: Access) =>
  applyDecorators(
    access(value),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
    ApiHeader({
      name: 'Postern-Account',
      required: false,
      description: 'The account that an operator works in; other tokens belong to an account.',
      schema: { type: 'string', format: 'uuid' },
    }),
    Problems(
      'invalid-input',
      'invalid-body',
      'account-needed',
      'unauthenticated',
      'forbidden',
      'https-required',
      'origin-mismatch',
      'temporarily-unavailable',
      'database-slow',
      'database-read-only',
      'database-full',
    ),
  );

/** A route that needs no token. */
export const Public = () => access({ kind: 'public' });
/** A route that needs a permission and an account. */
export const Requires = (permission: Permission, embeddable: Embeddable = {}) =>
  guarded({ kind: 'token', permission, inAccount: true, ...embeddable });
/** A route that needs a permission; an operator need not name an account. */
export const RequiresAnywhere = (permission: Permission) =>
  guarded({ kind: 'token', permission, inAccount: false });
/** A route that needs a permission and whose handler looks the token up, in one query with its own data. */
export const AuthenticatesItself = (permission: Permission, embeddable: Embeddable = {}) =>
  guarded({ kind: 'self-authenticating', permission, ...embeddable });

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** Injects the caller of a route that declared `Requires`. */
export const FromAccount = createParamDecorator((_: unknown, context: ExecutionContext): AccountCaller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined || caller.accountId === null) throw new ApiProblem('account-needed');
  return { ...caller, accountId: caller.accountId };
});

/** Injects the caller of a route that declared `RequiresAnywhere`. */
export const From = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new ApiProblem('unauthenticated');
  return caller;
});

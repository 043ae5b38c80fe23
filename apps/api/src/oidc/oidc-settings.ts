import type { Environment } from '@postern/core/environment';
import type { MappedGroup } from '@postern/core/oidc-environment';

/** The provider that people sign in with, and what its claims mean. */
export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  readonly roleClaim: string;
  readonly roleMap: readonly MappedGroup[];
  /** Null: everybody belongs to the first account. */
  readonly accountClaim: string | null;
  /** Whether tokens sign nobody in to the console. */
  readonly isForced: boolean;
};

/** The settings of the provider; null if the environment names none. */
export function oidcSettingsOf(environment: Environment): OidcSettings | null {
  const { POSTERN_OIDC_ISSUER: issuer, POSTERN_OIDC_CLIENT_ID: clientId } = environment;
  if (issuer === undefined || clientId === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret: environment.POSTERN_OIDC_CLIENT_SECRET ?? null,
    roleClaim: environment.POSTERN_OIDC_ROLE_CLAIM,
    roleMap: environment.POSTERN_OIDC_ROLE_MAP,
    accountClaim: environment.POSTERN_OIDC_ACCOUNT_CLAIM ?? null,
    isForced: environment.POSTERN_OIDC_FORCED,
  };
}

import { Inject, Injectable, Logger } from '@nestjs/common';
import { visibleText } from '@postern/core/visible-text';
import type { ProviderGrant } from '@postern/database/person-session';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  clockTolerance,
  fetchUserInfo,
  refreshTokenGrant,
  type Configuration,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { SETTINGS, type ApiSettings } from '../api-settings.js';
import type { Claims } from './claims.js';
import { discoverProvider } from './discover-provider.js';
import type { OidcSettings } from './oidc-settings.js';

/** The clocks of the provider and of this machine may differ by so much. */
const clockToleranceSeconds = 300;
/** The provider's metadata are read again after so long. openid-client (6.9) keeps the keys with them for five minutes. */
const metadataLifeMs = 3_600_000;
/** After a failure they are read again only then, because anybody may begin a sign-in, and each would call the provider. */
const failureLifeMs = 10_000;

/** What a sign-in must be answered with. */
export type Expected = { readonly state: string; readonly nonce: string; readonly codeVerifier: string };
/** A person's claims, and the provider's tokens to keep. */
export type Proof = { readonly claims: Claims; readonly grant: ProviderGrant };

/**
 * The provider of OpenID Connect that the operator configured. It is discovered at its first use, then once an hour, and ten
 * seconds after a failure.
 */
@Injectable()
export class Provider {
  private readonly log = new Logger(Provider.name);
  private toldAt = 0;
  private known: { readonly configuration: Promise<Configuration>; until: number } | undefined;

  constructor(@Inject(SETTINGS) private readonly apiSettings: ApiSettings) {}

  /** Null if people sign in with tokens and links only. */
  get settings(): OidcSettings | null {
    return this.apiSettings.oidc;
  }

  /** The address of the provider's page for a sign-in (RFC 6749 §4.1, with PKCE S256). */
  async authorizationUrl(
    redirectUri: string,
    { state, nonce, codeVerifier }: Expected,
    isSilent: boolean,
  ): Promise<URL> {
    const configuration = await this.configuration();
    return buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.scopeFor(configuration),
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...(isSilent ? { prompt: 'none' } : {}),
    });
  }

  /**
   * Exchanges the code in the address that the browser came back with. Throws unless state, issuer (RFC 9207), signature,
   * audience, nonce and times are right.
   */
  async exchange(callback: URL, { state, nonce, codeVerifier }: Expected): Promise<Proof> {
    const configuration = await this.configuration();
    const tokens = await authorizationCodeGrant(configuration, callback, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    return this.proofOf(configuration, tokens, null);
  }

  /** Asks about a person again. Throws if the provider does not confirm the sign-in any more. */
  async confirm(before: ProviderGrant): Promise<Proof> {
    const configuration = await this.configuration();
    const tokens = await refreshTokenGrant(configuration, before.refreshToken ?? '');
    return this.proofOf(configuration, tokens, before);
  }

  /**
   * The address that ends the session at the provider (RP-Initiated Logout 1.0 §2); null if it has none, and while it is
   * away, because the session here ends all the same.
   */
  async signOutUrl({ idToken }: ProviderGrant, returnTo: string): Promise<string | null> {
    const configuration = await this.configuration().catch((error: unknown) => {
      this.tell(error);
      return null;
    });
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: returnTo };
    return buildEndSessionUrl(configuration, parameters).href;
  }

  /**
   * Logs why the provider was of no use, once a minute, because anybody may begin a sign-in. The text has no claim and no
   * token: those are in the causes of openid-client's errors (6.9), which are left out.
   */
  tell(error: unknown): void {
    if (Date.now() - this.toldAt < 60_000) return;
    this.toldAt = Date.now();
    this.log.warn(`The sign-in through ${new URL(this.settings!.issuer).host} fails: ${reasonOf(error)}`);
  }

  /** Claims that the ID token lacks are read from the userinfo endpoint. */
  private async proofOf(
    configuration: Configuration,
    tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
    before: ProviderGrant | null,
  ): Promise<Proof> {
    const claims = tokens.claims();
    const sub = claims?.sub ?? before?.subject;
    if (sub === undefined) throw new Error('The provider sent no ID token');
    if (before !== null && before.subject !== sub) throw new Error('The provider answers for another person');
    const hasUserinfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const more =
      this.isComplete(claims) || !hasUserinfo
        ? {}
        : await fetchUserInfo(configuration, tokens.access_token, sub);
    return {
      claims: { ...more, ...claims, sub },
      grant: {
        subject: sub,
        refreshToken: tokens.refresh_token ?? before?.refreshToken ?? null,
        idToken: tokens.id_token ?? before?.idToken ?? '',
      },
    };
  }

  private isComplete(claims: Readonly<Record<string, unknown>> | undefined): boolean {
    const { roleClaim, accountClaim } = this.settings!;
    const wanted = [roleClaim, 'name', 'email', ...(accountClaim === null ? [] : [accountClaim])];
    return claims !== undefined && wanted.every((name) => claims[name] !== undefined);
  }

  /** Some providers send a claim only if the scope of its name is asked for. Others refuse a scope that they do not list. */
  private scopeFor(configuration: Configuration): string {
    const { roleClaim, accountClaim } = this.settings!;
    const listed = configuration.serverMetadata().scopes_supported ?? [];
    const further = [roleClaim, accountClaim].filter((name) => name !== null && listed.includes(name));
    return [...new Set(['openid', 'profile', 'email', ...further])].join(' ');
  }

  private configuration(): Promise<Configuration> {
    if (this.known !== undefined && this.known.until > Date.now()) return this.known.configuration;
    const configuration = discoverProvider(this.settings!, { [clockTolerance]: clockToleranceSeconds });
    const known = { configuration, until: Date.now() + metadataLifeMs };
    this.known = known;
    configuration.catch(() => {
      known.until = Date.now() + failureLifeMs;
    });
    return configuration;
  }
}

/** The message of an error, and the code of OAuth or openid-client if it has one. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code, error: oauthCode } = error as { readonly code?: unknown; readonly error?: unknown };
  const codes = [code, oauthCode].filter((one) => typeof one === 'string');
  return visibleText([error.message, ...codes].join(', ')).slice(0, 300);
}

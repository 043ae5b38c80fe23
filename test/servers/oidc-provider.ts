import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';

/** A person whom the provider knows. */
type ProviderPerson = {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[];
  tenant?: string;
};
type Answer = Readonly<Record<string, unknown>>;

/** A provider of OpenID Connect (oidc-provider 9) on loopback, with one client and one person. */
export type TestProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next; a test may change it. */
  person: ProviderPerson;
  /** Whether the provider gives refresh tokens. */
  givesRefreshTokens: boolean;
  /** Whether it asks the person to press a button, as a browser needs. */
  asks: boolean;
  /** Changes the claims of the next ID tokens, which are signed again with the provider's key. */
  tamper: ((claims: JWTPayload) => JWTPayload) | null;
  /** Changes the ID token itself, after `tamper`. */
  forge: ((idToken: string, claims: JWTPayload) => string | Promise<string>) | null;
  /** Every token that the provider has given, and every code and PKCE verifier that it was given. */
  readonly given: Set<string>;
  /** How often each path was called. */
  readonly calls: Map<string, number>;
  /** Whether it answers everything with 503. */
  isOutOfOrder: boolean;
  /** Stops listening, until `comeBack`. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the provider for a Postern at `origin`. `issuerOf` changes the issuer that its answers name. */
export async function startOidcProvider(origin: string): Promise<TestProvider> {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.privateKey)), alg: 'RS256', use: 'sig', kid: 'test' };
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const state: TestProvider = {
    issuer,
    clientId: 'postern',
    clientSecret: 'canary0client0secret0of0the0provider',
    person: { sub: 'jane', name: 'Jane Doe', email: 'jane@example.com', groups: ['mail admins'] },
    givesRefreshTokens: true,
    asks: false,
    tamper: null,
    forge: null,
    given: new Set(),
    calls: new Map(),
    isOutOfOrder: false,
    leave: () => close(server),
    async comeBack() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    stop: () => close(server),
  };
  const provider = new Provider(issuer, configurationFor(state, origin, jwk));
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== '/token' || typeof ctx.body !== 'object') return;
    for (const name of ['code', 'code_verifier']) {
      const sent = ctx.oidc?.params?.[name];
      if (typeof sent === 'string') state.given.add(sent);
    }
    ctx.body = await changeTokens(state, ctx.body as Answer, keys.privateKey);
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    const path = new URL(request.url!, issuer).pathname;
    state.calls.set(path, (state.calls.get(path) ?? 0) + 1);
    if (state.isOutOfOrder) return void response.writeHead(503).end();
    const uid = /^\/interaction\/([\w-]+)/.exec(request.url ?? '')?.[1];
    if (uid === undefined) return void handle(request, response);
    if (state.asks && request.method === 'GET') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><title>Provider</title><form method="post"><button>Continue as Jane</button></form>`,
      );
      return;
    }
    const login = { accountId: state.person.sub };
    void provider.interactionFinished(request, response, { login });
  });
  return state;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

async function changeTokens(state: TestProvider, answer: Answer, key: CryptoKey): Promise<Answer> {
  for (const name of ['access_token', 'refresh_token', 'id_token']) {
    if (typeof answer[name] === 'string') state.given.add(answer[name]);
  }
  if (typeof answer['id_token'] !== 'string') return answer;
  const claims = state.tamper === null ? null : state.tamper(decodeJwt(answer['id_token']));
  const signed =
    claims === null
      ? answer['id_token']
      : await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(key);
  return {
    ...answer,
    id_token: state.forge === null ? signed : await state.forge(signed, decodeJwt(signed)),
  };
}

function configurationFor(state: TestProvider, origin: string, jwk: object): Configuration {
  return {
    jwks: { keys: [jwk] },
    clients: [
      {
        client_id: state.clientId,
        client_secret: state.clientSecret,
        redirect_uris: [`${origin}/v1/session/oidc/callback`],
        post_logout_redirect_uris: [`${origin}/sign-in`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
      tenant: ['tenant'],
    },
    scopes: ['openid', 'profile', 'email', 'groups', 'tenant', 'offline_access'],
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: async () => state.givesRefreshTokens,
    rotateRefreshToken: true,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: async () => ({ ...state.person, sub: accountId }),
    }),
    // The person has agreed to every client before.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid profile email groups tenant offline_access');
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
  };
}

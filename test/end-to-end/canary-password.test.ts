import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { Client } from 'pg';
import { describeWith } from '../environment/describe-with.js';
import { findSecret } from '../environment/secret-spellings.js';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { startOidcProvider, type TestProvider } from '../servers/oidc-provider.js';
import { deliveredDomain } from '../servers/postfix.js';
import { readMail } from '../servers/read-mail.js';
import { startCanaryServers, type CanaryServers } from './canary-servers.js';
import type { Verification } from './start-stack.js';
import { signInAtStack } from './sign-in-at-stack.js';
import { startWatchedStack, type WatchedStack } from './watched-stack.js';

type ConnectionInput = components['schemas']['ConnectionInput'];
type NewToken = components['schemas']['NewToken'];
type Hook = { readonly id: string; readonly secret: string };

const needs = ['dovecot', 'postfix', 'openssl', 'root'] as const;
const core = `canary${randomUUID().replaceAll('-', '')}`;
const domain = `${randomUUID().slice(0, 8)}.example.com`;
const [jane, jdoe] = [`jane@${domain}`, 'jdoe'];
/**
 * The password that is searched for. JSON, URLs, SQL, Latin-1 and base64 encode its characters in different ways.
 */
const password = `ü"%25\\${core}'ß&`;
const secretKey = randomBytes(32).toString('base64');
const wanted = { secret: password, core, usernames: [jane, jdoe] };
/**
 * Credentials of a request: with a user name (R24), and without one, so that the email address is the login name.
 */
const login = { credentials: { username: jdoe, password } };
const body = { email: jane, credentials: { password } };

describeWith(needs, 'a password is stored nowhere, queue on PostgreSQL', () => passwordIsNowhere('postgres'));
describeWith([...needs, 'redis'], 'a password is stored nowhere, queue on Redis', () =>
  passwordIsNowhere('redis'),
);

function passwordIsNowhere(queue: 'redis' | 'postgres'): void {
  let servers: CanaryServers;
  let provider: TestProvider;
  let watched: WatchedStack;
  const ids: string[] = [];
  /** The secrets of a webhook, the second after a rotation; only the answers that made them have them. */
  const hooks: string[] = [];
  /** The secrets of the links in a mail, which its recipient alone has. */
  const links: string[] = [];
  /** The secrets of tokens, links for IT, sessions and connect sessions. They have 256 random bits, and the database has the SHA-256 of each. */
  const hashed: string[] = [];

  beforeAll(async () => {
    servers = await startCanaryServers(wanted);
    const port = await reservePort();
    const origin = `http://127.0.0.1:${port}`;
    provider = await startOidcProvider(origin);
    const environment = {
      POSTERN_EGRESS_PORTS: servers.ports.join(),
      POSTERN_EGRESS_CA: servers.caFile,
      POSTERN_SMTP_URL: servers.smtpUrl,
      POSTERN_MAIL_FROM: 'postern@example.com',
      POSTERN_PUBLIC_URL: origin,
      POSTERN_SECRET_KEY: secretKey,
      POSTERN_OIDC_ISSUER: provider.issuer,
      POSTERN_OIDC_CLIENT_ID: provider.clientId,
      POSTERN_OIDC_CLIENT_SECRET: provider.clientSecret,
      POSTERN_OIDC_ROLE_MAP: 'mail admins=super-admin',
    };
    watched = await startWatchedStack(queue, environment, port);
    hashed.push(watched.stack.token);
  }, 200_000);
  afterAll(async () => {
    await watched?.close();
    await provider?.stop();
    await servers?.stop();
  });

  const started = async (call: Parameters<typeof answerOf<Verification>>[0]): Promise<string> => {
    const { id } = await answerOf(call);
    ids.push(id);
    return id;
  };
  const startConnection = (email: string, settings: ConnectionInput['settings']) =>
    started(watched.client.POST('/v1/connections', { body: { email, settings, credentials: { password } } }));
  const expectProblem = async (
    status: number,
    ...request: Parameters<WatchedStack['call']>
  ): Promise<void> => {
    const answer = await watched.call(...request);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  };
  /** Reads the events of a verification to their end, then the whole verification. */
  const settle = async (id: string): Promise<Verification> => {
    await watched.call('GET', `/v1/verifications/${id}/events`);
    return answerOf(watched.client.GET('/v1/verifications/{id}', { params: { path: { id } } }));
  };
  const connect = async (email: string, settings: ConnectionInput['settings']) =>
    settle(await startConnection(email, settings));
  const connectByToken = async (accessToken: string, settings: ConnectionInput['settings']) => {
    const sent = { email: jane, settings, credentials: { accessToken } };
    return await settle(await started(watched.client.POST('/v1/connections', { body: sent })));
  };
  const sealed = async (): Promise<string[]> => {
    const client = new Client({ connectionString: watched.superuserUrl });
    await client.connect();
    const { rows } = await client.query<{ id: string }>('select verification_id as id from credential');
    await client.end();
    return rows.map(({ id }) => id);
  };
  /** Searches for eight digits of a random secret. For a token that is a JWT they are of its signature: its claims are no secret. */
  const findRandom = (bytes: Buffer, secret: string): string[] =>
    findSecret(bytes, { secret, core: secret.slice(-30, -22), usernames: [] });
  const findSecrets = (bytes: Buffer): string[] => [
    ...findSecret(bytes, wanted),
    ...[
      ...hooks,
      ...links,
      ...Object.values(servers.accessTokens),
      provider.clientSecret,
      ...provider.given,
      secretKey,
    ].flatMap((secret) => findRandom(bytes, secret)),
    ...hashed
      .flatMap((secret) => findRandom(bytes, secret))
      .filter((spelling) => !spelling.startsWith('its SHA-256')),
  ];
  /**
   * Searches each place for a text that must be there, which proves that the place was read, and for the password,
   * which must not be there.
   */
  const searchEverywhere = async (): Promise<void> => {
    const places = await watched.places();
    const marks = [domain, '/v1/connections', ...ids];
    const silent = places.filter(({ bytes }) => !marks.some((mark) => bytes.includes(mark)));
    expect(silent.map(({ name }) => name)).toEqual([]);
    const found = places.map(({ name, bytes }) => ({ name, found: findSecrets(bytes) }));
    expect(found.filter((place) => place.found.length > 0)).toEqual([]);
  };

  test('verifies logins that pass, that are refused, and that a server answers with the password', async () => {
    const { client } = watched;
    const webhook = { url: `https://127.0.0.1:${servers.ports[0]}/`, events: 'all' };
    const made = await watched.stack.call<Hook>('POST', '/v1/webhooks', webhook);
    const rotated = await watched.stack.call<Hook>('POST', `/v1/webhooks/${made.id}/rotate`);
    hooks.push(made.secret, rotated.secret);
    for (const secret of hooks) expect(secret).toMatch(/^whsec_/);
    await answerOf(client.POST('/v1/mail-settings', { body: { domain, ...servers.real } }));
    const params = { path: { domain } };
    const headers = { 'idempotency-key': randomUUID() };
    const { right, refused } = servers.accessTokens;
    const byToken = { credentials: { username: jane, accessToken: right } };
    const verifyOnce = () =>
      started(client.POST('/v1/mail-settings/{domain}/verifications', { params, body: byToken, headers }));
    const first = await verifyOnce();
    expect(await verifyOnce()).toBe(first);
    expect((await settle(first)).failure).toBeNull();
    expect((await connect(jane, servers.real)).failure).toBeNull();
    const refusals = [
      [await connectByToken(refused, servers.real), 'imap', 'oauth-token-rejected'],
      [await connectByToken(right, servers.echoingImap), 'imap', 'oauth-token-rejected'],
      // Its answer has no response code that RFC 5530 defines, so it does not say that the password is wrong.
      [await connect(`echo@${domain}`, servers.echoingImap), 'imap', 'auth-unclear'],
      [await connect(`smtp@${domain}`, servers.echoingSmtp), 'smtp', 'auth-rejected'],
      [await connect(`ews@new.${domain}`, servers.echoingExchange), 'exchange', 'auth-rejected'],
    ] as const;
    for (const [{ failure }, endpoint, code] of refusals) expect(failure).toMatchObject({ endpoint, code });
  }, 90_000);

  test('sends mails whose links only their recipient has', async () => {
    const recipients = [{ email: `jane@${deliveredDomain}` }];
    const settings = { recipients, events: 'all' as const, digest: 'at-once' as const };
    await answerOf(watched.client.PUT('/v1/notification-settings', { body: settings }));
    await waitUntil(async () => (await servers.readMails()).length === 1);
    const { text } = readMail((await servers.readMails())[0]!);
    const confirm = new URL(/http:\/\/\S+\/mail-confirmations\/\S+/.exec(text)![0]).pathname;
    links.push(confirm.split('/').at(-1)!);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await watched.call('POST', confirm, 'List-Unsubscribe=One-Click', form)).status).toBe(200);
    const stored = await answerOf(watched.client.GET('/v1/notification-settings'));
    expect(stored.recipients).toMatchObject([{ confirmedAt: expect.any(String) }]);
  });

  test('makes a link for IT and rotates a token, and answers requests that have their secrets', async () => {
    const { stack } = watched;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const link = await stack.call<{ url: string }>('POST', '/v1/links', { expiresAt });
    const first = await stack.call<NewToken>('POST', '/v1/tokens', { name: 'Edge', role: 'network' });
    const next = await stack.call<NewToken>('POST', `/v1/tokens/${first.id}/rotate`, {});
    const linkSecret = new URL(link.url).hash.slice(1);
    hashed.push(linkSecret, first.token!, next.token!);
    for (const [path, secret] of [
      ['/v1/links/own', linkSecret],
      ['/v1/me', first.token],
      ['/v1/me', next.token],
    ])
      expect(
        (await watched.call('GET', path!, undefined, { authorization: `Bearer ${secret}` })).status,
      ).toBe(200);
  });

  test('signs a person in through the provider and answers the session', async () => {
    const session = await signInAtStack(watched.stack, provider);
    hashed.push(session);
    const headers = { cookie: `postern_session=${session}` };
    const me = await (await fetch(`${watched.stack.url}/v1/me`, { headers })).text();
    expect(JSON.parse(me)).toMatchObject({ person: { name: 'Jane Doe' } });
    expect(findSecrets(Buffer.from(me))).toEqual([]);
    // The code and its PKCE verifier, and the access, refresh and ID token.
    expect(provider.given.size).toBe(5);
  });

  test('answers a page that has a client secret, and refuses it other routes', async () => {
    const origin = 'https://app.example.com';
    const { clientSecret } = await watched.stack.call<{ clientSecret: string }>(
      'POST',
      '/v1/connect-sessions',
      { email: jane, origin },
    );
    expect(clientSecret).toMatch(/^connect_/);
    hashed.push(clientSecret);
    const headers = { origin, authorization: `Bearer ${clientSecret}` };
    expect((await watched.call('GET', `/v1/populate?email=${jane}`, undefined, headers)).status).toBe(200);
    await expectProblem(403, 'GET', '/v1/mail-settings', undefined, headers);
  });

  const invalid: [string, unknown][] = [
    ['a port that does not exist', { ...body, settings: imapOf({ port: 99_999 }) }],
    ['an invalid host', { ...body, settings: imapOf({ host: 'a b' }) }],
    ['an unknown field', { ...body, secret: password }],
    ['a password outside of the credentials', { ...body, password }],
    ['a password that is not a text', { ...body, credentials: { password: [password] } }],
    ['a password and a token', { ...body, credentials: { password, accessToken: core } }],
    ['a token with a space', { ...body, credentials: { accessToken: `${core} ${core}` } }],
    ['a token that is too long', { ...body, credentials: { accessToken: core.repeat(500) } }],
    ['a control character', { ...body, credentials: { password: `${password}\n` } }],
    ['a password that is too long', { ...body, credentials: { password: password.repeat(99) } }],
    ['an invalid email address', { ...body, email: 'jane' }],
    ['JSON that ends too early', `{"credentials":{"password":"${core}`],
    ['JSON with a syntax error at the password', `{"password": ${core}}`],
    ['JSON with a syntax error after the password', `{"password": "${core}" ${core}}`],
    ['JSON that is a string', JSON.stringify(password)],
  ];
  test.each(invalid)('refuses a connection request with %s', async (_reason, sent) => {
    await expectProblem(400, 'POST', '/v1/connections', sent);
  });

  test('refuses requests to other routes that contain a password', async () => {
    const query = new URLSearchParams({ email: jane, password }).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await expectProblem(415, 'POST', '/v1/connections', query, form);
    await expectProblem(413, 'POST', '/v1/connections', { ...body, more: password.repeat(30_000) });
    await expectProblem(400, 'GET', `/v1/populate?${query}`);
    await expectProblem(404, 'GET', `/v1/nothing?${query}`);
    await expectProblem(400, 'POST', '/v1/mail-settings', { domain, ...body });
    await expectProblem(404, 'POST', '/v1/mail-settings/nowhere.example.com/verifications', login);
  });

  test('while two logins run and one waits, no store, log or response contains the password', async () => {
    const { server, settings } = servers.silent;
    const users = ['one', 'two', 'three'].map((name) => `${name}@${domain}`);
    for (const email of users) await startConnection(email, settings);
    // The account has spent the logins of a minute, which would have passed after the search.
    await expectProblem(429, 'POST', '/v1/connections', { ...body, settings: servers.real });
    const waiting = ids.slice(-3);
    const told = () => users.filter((user) => server.received().includes(saslPlain(user, password)));
    await waitUntil(() => told().length === 2);
    expect(findSecret(Buffer.from(server.received()), wanted)).toContain('in the middle of base64');
    expect(await sealed()).toEqual([waiting[2]]);
    await waitUntil(() => watched.spans.some((sent) => sent.includes('/v1/connections')));
    await searchEverywhere();
    await server.close();
    for (const id of waiting) expect((await settle(id)).state).toBe('failed');
  }, 120_000);

  test('after all processes have stopped no store, log or response contains the password', async () => {
    const lists = ['/v1/mail-settings', '/v1/mail-settings/export?format=csv', '/v1/audit-events'];
    for (const path of [...lists, `/v1/mail-settings/${domain}/verifications`, '/metrics', '/readyz'])
      expect((await watched.call('GET', path)).status).toBe(200);
    expect(await sealed()).toEqual([]);
    await watched.stack.stop();
    await searchEverywhere();
  }, 120_000);
}

/** Returns the message of SASL PLAIN (RFC 4616). */
function saslPlain(username: string, secret: string): string {
  return Buffer.from(`\0${username}\0${secret}`).toString('base64');
}

function imapOf(imap: object): object {
  const server = { host: '127.0.0.1', port: 993, tls: 'implicit' };
  return { kind: 'imap', imap: { ...server, ...imap }, smtp: { ...server, port: 465 } };
}

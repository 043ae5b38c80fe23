import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { openApiDocument } from '@postern/api/docs/openapi-document';
import { listRoutes, type Route } from '@postern/api/docs/route-table';
import { mayRole, roleSchema, type HolderRole, type Role } from '@postern/core/permission';
import { beginBulkChange } from '@postern/database/bulk-changes';
import { inAccount } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { recordImport } from '@postern/database/long-import';
import { openPersonSession } from '@postern/database/person-session';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { createToken } from '@postern/database/tokens';
import { randomBytes } from 'node:crypto';
import { goldenText } from './golden-file.js';
import { startTestApi, type Answer, type TestApi } from './start-test-api.js';

/**
 * The roles that hold each permission. This table repeats the one in core, so that a mistake in core fails a test.
 */
const table: Record<string, readonly HolderRole[]> = {
  'accounts:manage': ['operator'],
  'allowlist:publish': ['operator'],
  'operations:read': ['operator'],
  'operations:manage': ['operator'],
  'tokens:manage': ['operator', 'super-admin'],
  'settings:write': ['operator', 'super-admin', 'account-access'],
  'settings:read': ['operator', 'super-admin', 'account-access'],
  'mailbox:connect': ['operator', 'super-admin', 'account-access', 'member'],
  'allowlist:read': ['operator', 'super-admin', 'account-access', 'member', 'network', 'link'],
  'links:use': ['link'],
  'self:read': ['operator', 'super-admin', 'account-access', 'member', 'network'],
};

const ownDomain = 'only-the-first-account-has-this.example.com';
let api: TestApi;
let routes: Route[];
/** Values for the parameters of a path, by the path before the parameter: ids of rows of the first account. */
let things: Record<string, string>;
let expired: string;
/** Secrets of links for IT: of the first account, limited to its only domain, and of the other account. */
let links: { own: string; other: string };
/** The session of a person whom the provider signed in, by role. */
const sessions = new Map<Role, string>();

beforeAll(async () => {
  api = await startTestApi({ settings: { trustedProxies: ['127.0.0.1'] } });
  routes = listRoutes(api.app);
  const body = {
    domain: ownDomain,
    kind: 'exchange',
    exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
  };
  const created = await api.call('POST', '/v1/mail-settings', { body });
  const id = created.body.verification.id;
  const discovery = await api.call('POST', '/v1/discoveries', { body: { domain: ownDomain } });
  const token = await api.call('POST', '/v1/tokens', { body: { name: 'thing', role: 'network' } });
  const hook = { url: 'https://hooks.example.com/', events: 'all' };
  const webhook = await api.call('POST', '/v1/webhooks', { body: hook });
  const bulkId = newId();
  await beginBulkChange(inAccount(api.database, api.account.id), {
    accountId: api.account.id,
    id: bulkId,
    action: 'verify',
    domains: 1,
  });
  const importId = newId();
  await recordImport(api.database, { accountId: api.account.id, id: importId, dryRun: false, rows: 1 });
  const em = inAccount(api.database, api.account.id);
  // A finished verification ends its event stream, so that the request for it ends too.
  await em.execute(`update verification set state = 'passed', finished_at = now()`);
  await em.execute('update discovery set finished_at = now()');
  expired = await em.transactional(async (tx) => {
    const wanted = {
      accountId: api.account.id,
      role: 'super-admin' as const,
      name: 'old',
      createdBy: 'test',
    };
    return (await createToken(tx, { ...wanted, expiresAt: new Date(Date.now() - 1000) })).secret;
  });
  const linkOf = async (token: string, domains?: readonly string[]) => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body: made } = await api.call('POST', '/v1/links', { token, body: { expiresAt, domains } });
    return { id: made.id, secret: String(made['url']).split('#')[1]! };
  };
  const pem = rootCertificates.find((root) => new X509Certificate(root).subject.includes('ISRG Root X1'));
  const authority = await api.call('POST', '/v1/certificate-authorities', { body: { name: 'own', pem } });
  const link = await linkOf(api.account.tokens['account-access'], [ownDomain]);
  links = { own: link.secret, other: (await linkOf(api.other.tokens['account-access'])).secret };
  for (const role of roleSchema.options) sessions.set(role, await openSessionOf(role));
  things = {
    '/v1/certificate-authorities': authority.body.id,
    '/v1/links': link.id,
    '/v1/accounts': api.account.id,
    '/v1/bulk-changes': bulkId,
    '/v1/imports': importId,
    '/v1/tokens': token.body.id,
    '/v1/webhooks': webhook.body.id,
    '/v1/verifications': id,
    '/v1/discoveries': discovery.body.id,
    '/v1/mail-settings': ownDomain,
  };
});
afterAll(() => api.stop());

async function openSessionOf(role: Role): Promise<string> {
  const accountId = role === 'operator' ? null : api.account.id;
  const person = { issuer: 'https://login.example.com', name: 'Jane Doe', address: null, role, accountId };
  const grant = { subject: role, refreshToken: null, idToken: '' };
  const sealer = createSecretSealer([randomBytes(32).toString('base64')]);
  return (await openPersonSession(api.database, sealer, { ...person, subject: role }, grant)).secret;
}

/** Returns the URL of a route, with ids of the first account's rows and the required query parameters. */
function addressOf({ path }: Route): string {
  const thing = Object.entries(things).find(([base]) => path.startsWith(`${base}/`))?.[1] ?? 'something';
  const address = path.replace(/:\w+/, thing).replaceAll(/:\w+/g, 'something');
  return path === '/v1/populate' ? `${address}?email=jane@${ownDomain}` : address;
}

let calls = 0;

/**
 * Calls a route with an unknown field in its body, or DELETE with an outdated If-Match. A caller with permission
 * therefore gets a validation error, and nothing is changed.
 */
function callInvalidly(
  route: Route,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isDelete = route.method === 'DELETE';
  return api.call(route.method, addressOf(route), {
    token,
    headers: {
      // Each call has another client address, because failed authentication is limited per address.
      'x-forwarded-for': `192.0.2.${(calls += 1) % 250}`,
      'x-forwarded-proto': 'https',
      'last-event-id': 'done', // An event stream that was read to its end ends at once.
      ...(isDelete ? { 'if-match': '"0"' } : {}),
      ...headers,
    },
    ...(['POST', 'PUT', 'PATCH'].includes(route.method) ? { body: { unknown: true } } : {}),
  });
}

const guarded = () => routes.filter(({ access }) => access !== undefined && access.kind !== 'public');
const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const permissionOf = ({ access }: Route) => (access as { permission: string }).permission;
/** A revocation takes no precondition, so it would really revoke what this suite needs. */
const isRevocation = (route: Route) =>
  ['DELETE /v1/tokens/:id', 'DELETE /v1/links/:id', 'DELETE /v1/certificate-authorities/:id'].includes(
    nameOf(route),
  );

test('every route declares the permission that it requires', () => {
  expect(routes.filter(({ access }) => access === undefined).map(nameOf)).toEqual([]);
});

test('the routes and their roles equal those in the golden file (UPDATE_GOLDEN=1 writes it)', () => {
  const lines = routes.map((route) => {
    const roles = route.access?.kind === 'public' ? 'anybody' : table[permissionOf(route)]?.join(', ');
    return `${nameOf(route)}: ${roles ?? 'UNKNOWN PERMISSION'}`;
  });
  const text = `${lines.join('\n')}\n`;
  expect(text).toBe(goldenText(new URL('golden/routes.golden.txt', import.meta.url), text));
});

test('core grants each permission to the roles in the table of this test', () => {
  for (const [permission, roles] of Object.entries(table)) {
    // Not tested here, because a caller from loopback needs no permission; the test of /metrics covers it.
    if (permission === 'operations:read') continue;
    const holders = [...roleSchema.options, 'link' as const];
    expect([permission, ...holders.filter((role) => mayRole(role, permission as never))]).toEqual([
      permission,
      ...roles,
    ]);
  }
});

test('the table covers every operation of the OpenAPI document; the other routes are pages that a browser or a mail opens', async () => {
  const { paths } = (await openApiDocument()) as unknown as {
    paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  const listed = routes.map(nameOf);
  expect(documented.filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !documented.includes(name))).toEqual([
    'GET /v1/mail-confirmations/:token',
    'POST /v1/mail-confirmations/:token',
    'GET /v1/mail-unsubscriptions/:token',
    'POST /v1/mail-unsubscriptions/:token',
    'GET /v1/session/oidc/callback',
    'GET /v1/session/oidc/start',
  ]);
});

test('every route that needs a token responds with 401 to no token, an unknown token and an expired token', async () => {
  for (const route of guarded()) {
    for (const token of [null, 'postern_unknown', expired]) {
      const answer = await callInvalidly(route, token);
      expect([nameOf(route), answer.status, answer.body.code]).toEqual([
        nameOf(route),
        401,
        'unauthenticated',
      ]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  }
});

describe.each(['super-admin', 'account-access', 'member', 'network', 'link'] as const)(
  'the role %s',
  (role) => {
    const secret = () => (role === 'link' ? links.own : api.account.tokens[role]);
    const otherSecret = () => (role === 'link' ? links.other : api.other.tokens[role]);
    test('a role may call exactly the routes that the permission table gives it', async () => {
      for (const route of guarded().filter((one) => !isRevocation(one))) {
        const { status, body } = await callInvalidly(route, secret());
        const isIn = table[permissionOf(route)]!.includes(role);
        expect([nameOf(route), isIn ? status !== 401 && status !== 403 : status]).toEqual([
          nameOf(route),
          isIn ? true : 403,
        ]);
        if (!isIn) expect(body.code).toBe('forbidden');
      }
    });

    test('a token of another account finds no row of this account on any route', async () => {
      for (const route of guarded()) {
        const { status, body } = await callInvalidly(route, otherSecret());
        const isPointed = route.path.includes(':');
        const isIn = table[permissionOf(route)]!.includes(role);
        const isBodiless = route.method === 'GET' || route.method === 'DELETE';
        if (isPointed && isBodiless)
          expect([nameOf(route), status]).toEqual([nameOf(route), isIn ? 404 : 403]);
        if (isPointed) expect([nameOf(route), status >= 400]).toEqual([nameOf(route), true]);
        if (route.path !== '/v1/populate')
          expect(JSON.stringify(body)).not.toContain(`"domain":"${ownDomain}"`);
        else if (status === 200) expect(body.match).toBe('none');
      }
    });
  },
);

test.each(['tokens:manage', 'settings:write', 'settings:read', 'mailbox:connect', 'allowlist:read'])(
  'a token of a super admin with the scope %s alone may call what needs this permission, and read about itself',
  async (scope) => {
    const body = { name: scope, role: 'super-admin', scopes: [scope] };
    const { body: made } = await api.call('POST', '/v1/tokens', { body });
    for (const route of guarded().filter((one) => !isRevocation(one))) {
      const { status } = await callInvalidly(route, made.token);
      const isIn = [scope, 'self:read'].includes(permissionOf(route));
      expect([nameOf(route), isIn ? status !== 401 && status !== 403 : status]).toEqual([
        nameOf(route),
        isIn ? true : 403,
      ]);
    }
  },
);

test.each(['super-admin', 'account-access', 'member', 'network'] as const)(
  'a person whom the provider signed in with the role %s may call what a token of that role may',
  async (role) => {
    const headers = {
      cookie: `__Host-postern_session=${sessions.get(role)}`,
      host: 'postern.example.com',
      origin: 'https://postern.example.com',
    };
    for (const route of guarded().filter((one) => !isRevocation(one))) {
      const { status } = await callInvalidly(route, null, headers);
      const isIn = table[permissionOf(route)]!.includes(role);
      expect([nameOf(route), isIn ? status !== 401 && status !== 403 : status]).toEqual([
        nameOf(route),
        isIn ? true : 403,
      ]);
    }
  },
);

test('an operator may call every route, and must name an account where one is needed', async () => {
  const ofLinks = (route: Route) => permissionOf(route) === 'links:use';
  for (const route of guarded().filter((one) => !isRevocation(one) && !ofLinks(one))) {
    const named = await callInvalidly(route, api.operatorToken, { 'postern-account': api.account.id });
    expect([nameOf(route), named.status === 401 || named.status === 403]).toEqual([nameOf(route), false]);
    const unnamed = await callInvalidly(route, api.operatorToken);
    if (route.access?.kind === 'token' && route.access.inAccount)
      expect(unnamed.body.code).toBe('account-needed');
  }
});

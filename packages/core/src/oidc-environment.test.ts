import { expect, test } from '@jest/globals';
import { EnvironmentError, parseEnvironment } from './environment.js';

const provider = { POSTERN_OIDC_ISSUER: 'https://login.example.com', POSTERN_OIDC_CLIENT_ID: 'postern' };
const parse = (variables: Record<string, string>) => parseEnvironment(variables, () => 'from a file\n');
const failing = (variables: Record<string, string>): string => {
  try {
    parse(variables);
    return 'accepted';
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
};

test('an issuer and a client id are enough; groups are read from the claim groups, and map to no role', () => {
  expect(parse(provider)).toMatchObject({
    POSTERN_OIDC_ROLE_CLAIM: 'groups',
    POSTERN_OIDC_ROLE_MAP: [],
    POSTERN_OIDC_FORCED: false,
  });
  const secret = parse({ ...provider, POSTERN_OIDC_CLIENT_SECRET_FILE: '/run/secret' });
  expect(secret.POSTERN_OIDC_CLIENT_SECRET).toBe('from a file');
});

test('a role map names groups and roles; a group may contain an equals sign, and a comma as %2C', () => {
  const text = 'mail admins=super-admin, CN=Mail%2COU=IT=member,/ops=operator';
  expect(parse({ ...provider, POSTERN_OIDC_ROLE_MAP: text }).POSTERN_OIDC_ROLE_MAP).toEqual([
    { group: 'mail admins', role: 'super-admin' },
    { group: 'CN=Mail,OU=IT', role: 'member' },
    { group: '/ops', role: 'operator' },
  ]);
});

test.each([
  [{ POSTERN_OIDC_ROLE_MAP: 'hidden=root' }, 'POSTERN_OIDC_ROLE_MAP must be'],
  [{ POSTERN_OIDC_ROLE_MAP: 'hidden' }, 'POSTERN_OIDC_ROLE_MAP must be'],
  [{ POSTERN_OIDC_ROLE_MAP: 'hidden%=member' }, 'POSTERN_OIDC_ROLE_MAP must be'],
  [{ POSTERN_OIDC_ROLE_MAP: 'a=member,' }, 'POSTERN_OIDC_ROLE_MAP must be'],
  [{ POSTERN_OIDC_ISSUER: 'http://hidden.example.com' }, 'POSTERN_OIDC_ISSUER must be an https URL'],
  [{ POSTERN_OIDC_ISSUER: 'https://a:hidden@login.example.com' }, 'POSTERN_OIDC_ISSUER must be'],
  [{ POSTERN_OIDC_ISSUER: 'https://login.example.com/?hidden' }, 'POSTERN_OIDC_ISSUER must be'],
  [{ POSTERN_OIDC_ISSUER: 'http://127.0.0.1.hidden.example.com' }, 'POSTERN_OIDC_ISSUER must be'],
  [{ POSTERN_OIDC_FORCED: 'hidden' }, 'POSTERN_OIDC_FORCED must be true or false'],
  [{ POSTERN_OIDC_ROLE_CLAIM: 'hidden claim' }, 'POSTERN_OIDC_ROLE_CLAIM must be'],
])('%j is refused without being repeated', (variables, complaint) => {
  const message = failing({ ...provider, ...variables });
  expect(message).toContain(complaint);
  expect(message).not.toContain('hidden');
});

test.each(['http://127.0.0.1:8080', 'http://localhost/realms/acme', 'http://[::1]:8080'])(
  'the issuer %s may be http, because it is on this machine',
  (issuer) => {
    expect(failing({ ...provider, POSTERN_OIDC_ISSUER: issuer })).toBe('accepted');
  },
);

test.each([
  [{ POSTERN_OIDC_ISSUER: 'https://login.example.com' }, 'POSTERN_OIDC_CLIENT_ID is required with'],
  [{ POSTERN_OIDC_CLIENT_ID: 'postern' }, 'POSTERN_OIDC_ISSUER is required with POSTERN_OIDC_CLIENT_ID'],
  [{ POSTERN_OIDC_CLIENT_SECRET: 'x' }, 'POSTERN_OIDC_ISSUER is required with POSTERN_OIDC_CLIENT_SECRET'],
  [{ POSTERN_OIDC_FORCED: 'true' }, 'POSTERN_OIDC_ISSUER is required with POSTERN_OIDC_FORCED'],
  [{ POSTERN_OIDC_ROLE_MAP: 'a=member' }, 'POSTERN_OIDC_ISSUER is required with POSTERN_OIDC_ROLE_MAP'],
])('%j alone is refused', (variables, complaint) => {
  expect(failing(variables)).toContain(complaint);
});

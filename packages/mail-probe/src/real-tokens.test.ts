import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import type { Server } from '@postern/core/server';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { describeWith } from '@postern/test/environment/describe-with';
import { waitUntil } from '@postern/test/environment/wait-until';
import { startDovecot, type AcceptedTokens, type PrivateDovecot } from '@postern/test/servers/dovecot';
import { mailUsers } from '@postern/test/servers/mail-users';
import { startPostfix, type PrivatePostfix } from '@postern/test/servers/postfix';
import { createTokenIssuer, type TokenIssuer } from '@postern/test/servers/token-issuer';
import { createEgressPolicy } from './egress/egress-policy.js';
import { probeServers } from './probe-servers.js';

const jane = 'jane@example.com';
const needs = ['dovecot', 'postfix', 'openssl', 'root'] as const;
const offers: [string, AcceptedTokens['mechanisms']][] = [
  ['OAUTHBEARER', ['oauthbearer', 'xoauth2']],
  ['XOAUTH2', ['xoauth2']],
];

describeWith(needs, 'logins with access tokens on Dovecot and Postfix', () => {
  let certificates: TestCertificates;
  let issuer: TokenIssuer;
  beforeAll(async () => {
    certificates = await makeCertificates();
    issuer = await createTokenIssuer();
  });

  const fileNames = () => {
    const { keyFile, certFile: certificateFile } = certificates.of('good');
    return { keyFile, certificateFile };
  };
  const probe = async (ports: readonly number[], accessToken: string, username = jane) => {
    const [imap, smtp] = ports;
    const own = { host: 'mail.example.com', tls: 'implicit', path: '' } as const;
    const servers: Server[] = [{ ...own, endpoint: 'imap', port: imap! }];
    if (smtp !== undefined) servers.push({ ...own, endpoint: 'smtp', port: smtp });
    return await probeServers(
      servers,
      { allowNonSecureCertificate: false, pins: {} },
      {
        policy: createEgressPolicy({ allow: [parseEntry('127.0.0.0/8') as Prefix], ports, closed: [] }),
        ca: certificates.ca,
        resolve: () => Promise.resolve(['127.0.0.1']),
        retryDelaysMs: [],
        credentials: { username, accessToken },
      },
    );
  };

  describeWith(needs, 'that offer passwords only', () => {
    let dovecot: PrivateDovecot;
    beforeAll(async () => {
      dovecot = await startDovecot(fileNames());
    });
    afterAll(() => dovecot?.stop());

    test('a token is not sent, and never tried as a password', async () => {
      const { password } = mailUsers[0];
      const result = await probe([dovecot.imapsPort], password);
      expect(result.failure).toMatchObject({
        code: 'oauth-not-offered',
        field: 'credentials.accessToken',
        advice: expect.stringContaining('PLAIN, LOGIN; the token was not sent'),
      });
      expect(result.endpoints[0]!.steps.at(-1)).toMatchObject({ stage: 'authenticate', state: 'skipped' });
      expect(await dovecot.readLog()).not.toContain(jane);
    });
  });

  for (const [mechanism, mechanisms] of offers)
    describeWith(needs, `by ${mechanism}`, () => {
      let dovecot: PrivateDovecot;
      let postfix: PrivatePostfix;
      beforeAll(async () => {
        const { publicKey } = issuer;
        dovecot = await startDovecot(fileNames(), {}, mailUsers, { publicKey, mechanisms });
        postfix = await startPostfix(fileNames(), dovecot.saslPort);
      });
      afterAll(async () => {
        await postfix?.stop();
        await dovecot?.stop();
      });
      const ports = () => [dovecot.imapsPort, postfix.submissionsPort];

      test('the right token logs in to both, also one of 3,000 characters', async () => {
        for (const more of [{}, { more: 'x'.repeat(2_000) }]) {
          const result = await probe(ports(), await issuer.sign(jane, more));
          expect(result.failure).toBeNull();
          for (const { steps } of result.endpoints)
            expect(steps.at(-1)).toMatchObject({ stage: 'authenticate', facts: { mechanism } });
        }
      });

      // The last column is what Dovecot logs. It tells clients no cause, so the token itself must show it.
      const refused = [
        ['has expired', { exp: 1_700_000_000 }, /has expired.*Get a new token/, 'Token has expired'],
        [
          'is for another audience',
          { aud: 'calendar' },
          /itself names the audience calendar/,
          'Provided token is not valid',
        ],
        [
          'has another scope',
          { scope: 'openid' },
          /itself names .* and the scopes openid\./,
          'not valid for scope',
        ],
        ['belongs to somebody else', { email: 'bob@example.com' }, /this user name/, 'did not match'],
      ] as const;
      test.each(refused)('a token that %s is refused once', async (_why, claims, says, cause) => {
        const before = await dovecot.refusals();
        const token = await issuer.sign(jane, claims);
        const result = await probe(ports(), token);
        await waitUntil(async () => (await dovecot.refusals()) > before);
        expect(await dovecot.refusals()).toBe(before + 1);
        expect(result.failure).toMatchObject({
          endpoint: 'imap',
          stage: 'authenticate',
          code: 'oauth-token-rejected',
          responseCode: 'AUTHENTICATIONFAILED',
          field: 'credentials.accessToken',
        });
        expect(`${result.failure?.title} ${result.failure?.advice}`).toMatch(says);
        expect((await dovecot.readLog()).split('oauth2 failed').at(-1)).toContain(cause);
        const status = mechanism === 'XOAUTH2' ? '401' : 'invalid_token';
        expect(result.endpoints[0]!.steps.at(-1)!.facts).toEqual({ tokenStatus: status });
        expect(result.endpoints[1]!.steps).toMatchObject([{ state: 'skipped' }]);
        expect(JSON.stringify(result)).not.toContain(token.slice(-20));
      });

      test('Postfix refuses a token once', async () => {
        const [, smtp] = ports();
        const own = {
          endpoint: 'smtp',
          host: 'mail.example.com',
          port: smtp!,
          tls: 'implicit',
          path: '',
        } as const;
        const before = await dovecot.refusals();
        const { failure } = await probeServers(
          [own],
          { allowNonSecureCertificate: false, pins: {} },
          {
            policy: createEgressPolicy({
              allow: [parseEntry('127.0.0.0/8') as Prefix],
              ports: [smtp!],
              closed: [],
            }),
            ca: certificates.ca,
            resolve: () => Promise.resolve(['127.0.0.1']),
            retryDelaysMs: [],
            credentials: { username: jane, accessToken: await issuer.sign(jane, { scope: 'calendar' }) },
          },
        );
        expect(failure).toMatchObject({
          code: 'oauth-token-rejected',
          replyCode: 535,
          advice: expect.stringMatching(/permits SMTP/),
        });
        await waitUntil(async () => (await dovecot.refusals()) > before);
        expect(await dovecot.refusals()).toBe(before + 1);
      });
    });
});

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Client } from 'pg';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.call('POST', '/v1/mail-settings', {
    body: {
      domain: 'imap.example.com',
      kind: 'imap',
      imap: { host: 'imap.example.com', port: 993 },
      smtp: { host: 'smtp.example.com', port: 587 },
      allowNonSecureCertificate: true,
    },
  });
  await api.call('POST', '/v1/mail-settings', {
    body: {
      domain: 'ews.example.com',
      kind: 'exchange',
      exchange: { url: 'https://ews.example.com/EWS/Exchange.asmx' },
    },
  });
});
afterAll(() => api.stop());

const populate = (query: string, token = api.account.tokens.member) =>
  api.call('GET', `/v1/populate?${query}`, { token });
const none = (email: string) => ({ email, domain: email.split('@')[1], match: 'none', kind: null });

test('R12 a user gets host, port, TLS mode and flag from the domain’s settings', async () => {
  const { status, body, headers } = await populate('email=jane@imap.example.com');
  expect(status).toBe(200);
  expect(body).toEqual({
    email: 'jane@imap.example.com',
    domain: 'imap.example.com',
    match: 'exact',
    kind: 'imap',
    imap: { host: 'imap.example.com', port: 993, tls: 'implicit' },
    smtp: { host: 'smtp.example.com', port: 587, tls: 'starttls' },
    allowNonSecureCertificate: true,
    username: 'jane@imap.example.com',
    provenance: {
      source: 'account-settings',
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      verifiedAt: null,
      discovered: null,
    },
  });
  expect(headers['cache-control']).toBe('no-store');
});

test('R13 the Exchange URL is filled in for mail and for the calendar; IMAP settings are not for a calendar', async () => {
  const url = 'https://ews.example.com/EWS/Exchange.asmx';
  for (const purpose of ['mail', 'calendar']) {
    const { body } = await populate(`email=jane@ews.example.com&purpose=${purpose}`);
    expect(body).toMatchObject({ match: 'exact', kind: 'exchange', exchange: { url } });
  }
  expect((await populate('email=jane@imap.example.com&purpose=calendar')).body).toEqual(
    none('jane@imap.example.com'),
  );
});

test('R14 without settings of the account the answer is none, also if another account has some', async () => {
  expect((await populate('email=jane@nobody.example.com')).body).toEqual(none('jane@nobody.example.com'));
  const { body } = await populate('email=jane@imap.example.com', api.other.tokens.member);
  expect(body).toEqual(none('jane@imap.example.com'));
  // A subdomain is not guessed from its parent.
  expect((await populate('email=jane@sub.imap.example.com')).body.match).toBe('none');
});

test('R14 an attempt is never populated', async () => {
  const em = inAccount(api.database, api.account.id);
  await em.nativeUpdate(MailSettings, { domain: 'ews.example.com' }, { origin: 'attempt' });
  const { body } = await populate('email=jane@ews.example.com');
  await em.nativeUpdate(MailSettings, { domain: 'ews.example.com' }, { origin: 'admin' });
  expect(body).toEqual(none('jane@ews.example.com'));
});

test('R15 the next user gets what an admin has changed', async () => {
  for (const port of [143, 993, 143]) {
    await api.call('PUT', '/v1/mail-settings/imap.example.com', {
      body: {
        domain: 'imap.example.com',
        kind: 'imap',
        imap: { host: 'imap.example.com', port },
        smtp: { host: 'smtp.example.com', port: 587 },
      },
    });
    expect((await populate('email=jane@imap.example.com')).body.imap!.port).toBe(port);
  }
});

test('an operator names the account, and an unknown one is not found', async () => {
  const token = api.operatorToken;
  const url = '/v1/populate?email=jane@imap.example.com';
  const named = await api.call('GET', url, { token, headers: { 'postern-account': api.account.id } });
  expect(named.body.match).toBe('exact');
  expect((await api.call('GET', url, { token })).body.code).toBe('account-needed');
  const unknown = await api.call('GET', url, {
    token,
    headers: { 'postern-account': '00000000-0000-7000-8000-000000000000' },
  });
  expect(unknown.status).toBe(404);
});

test('a malformed email address is refused with a reason, with a token or without', async () => {
  const { body } = await populate('email=jane');
  expect(body.errors).toEqual([expect.objectContaining({ path: 'email', code: 'email-malformed' })]);
  expect((await populate('email=jane@imap.example.com', 'unknown-token')).status).toBe(401);
  expect((await populate('email=jane@imap.example.com', api.account.tokens.network)).status).toBe(403);
});

test('an answer takes one round trip to PostgreSQL, including the look-up of the token', async () => {
  await populate('email=jane@imap.example.com'); // Opens the connection.
  const asked = jest.spyOn(Client.prototype, 'query');
  try {
    const trips: number[] = [];
    for (let again = 0; again < 5; again += 1) {
      asked.mockClear();
      expect((await populate('email=jane@imap.example.com')).status).toBe(200);
      trips.push(asked.mock.calls.length);
    }
    expect(Math.min(...trips)).toBe(1); // What runs beside it, as the sweeper does, can only add to it.
  } finally {
    asked.mockRestore();
  }
});

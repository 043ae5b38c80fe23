import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import type { Verification } from '@postern/core/verification';
import { describeWith } from '../environment/describe-with.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startDovecot, type PrivateDovecot } from '../servers/dovecot.js';
import { mailUsers } from '../servers/mail-users.js';
import { startPostfix, type PrivatePostfix } from '../servers/postfix.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startStack, type Stack } from './start-stack.js';

const wrong = 'not-the-password';

describeWith(['dovecot', 'postfix', 'openssl', 'root'], 'logins on Dovecot and Postfix', () => {
  let folder: { path: string; remove(): Promise<void> };
  let dovecot: PrivateDovecot;
  let postfix: PrivatePostfix;
  let database: TestDatabase;
  let stack: Stack;

  beforeAll(async () => {
    folder = await createPrivateFolder('logins');
    const authority = await createCertificateAuthority(folder.path);
    const certificate = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
    dovecot = await startDovecot(certificate);
    postfix = await startPostfix(certificate, dovecot.saslPort);
    database = await createTestDatabase();
    const ports = [dovecot.imapPort, dovecot.imapsPort, postfix.submissionPort, postfix.submissionsPort];
    stack = await startStack({
      databaseUrl: database.connectionString,
      environment: {
        POSTERN_EGRESS_PORTS: ports.join(),
        POSTERN_EGRESS_CA: authority.caFile,
      },
    });
    await stack.call('POST', '/v1/mail-settings', { domain: 'example.com', ...servers() });
  });
  afterAll(async () => {
    await stack?.stop();
    await database?.drop();
    await postfix?.stop();
    await dovecot?.stop();
    await folder?.remove();
  });

  const servers = () => ({
    kind: 'imap',
    imap: { host: '127.0.0.1', port: dovecot.imapsPort, tls: 'implicit' },
    smtp: { host: '127.0.0.1', port: postfix.submissionPort, tls: 'starttls' },
  });
  const connect = async (email: string, credentials: object, settings?: object) => {
    const started = await stack.call<Verification>('POST', '/v1/connections', {
      email,
      credentials,
      settings,
    });
    return stack.settled<Verification>(started.id);
  };
  const password = mailUsers[0].password;

  test('R23 the right password logs in to IMAP, then SMTP, and changes no state of the domain', async () => {
    const before = await stack.call<MailSettings>('GET', '/v1/mail-settings/example.com');
    await stack.settled(before.verification.id!);
    const verification = await connect('jane@example.com', { password });
    expect(verification).toMatchObject({ state: 'passed', trigger: 'connection', failure: null });
    for (const { steps } of verification.endpoints) {
      expect(steps.at(-1)).toMatchObject({ stage: 'authenticate', state: 'passed' });
    }
    const after = await stack.call<MailSettings>('GET', '/v1/mail-settings/example.com');
    expect(after.verification.id).toBe(before.verification.id);
  });

  test('R24 a user name of its own logs in', async () => {
    const { username } = mailUsers[1];
    expect((await connect('jdoe.alias@example.com', { username, password })).state).toBe('passed');
  });

  test('a wrong password is refused by name, and SMTP is not tried', async () => {
    const verification = await connect('jane@example.com', { password: wrong });
    expect(verification).toMatchObject({
      state: 'failed',
      failure: {
        endpoint: 'imap',
        stage: 'authenticate',
        code: 'auth-rejected',
        field: 'credentials.password',
      },
    });
    expect(verification.endpoints[1]!.steps.map(({ state }) => state)).toEqual(['skipped']);
  });

  test('R9 an attempt on a domain nobody configured appears in the admin’s list, with the servers tried', async () => {
    const missing = await stack.fetch('/v1/connections', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'jdoe@new.example.com', credentials: { password } }),
    });
    expect([missing.status, ((await missing.json()) as { errors: object[] }).errors]).toEqual([
      400,
      [expect.objectContaining({ path: 'settings', code: 'settings-needed' })],
    ]);
    const { username } = mailUsers[1];
    expect((await connect('jdoe@new.example.com', { username, password }, servers())).state).toBe('passed');
    const { data } = await stack.call<{ data: MailSettings[] }>('GET', '/v1/mail-settings?origin=attempt');
    expect(data).toEqual([
      expect.objectContaining({ domain: 'new.example.com', origin: 'attempt', ...servers() }),
    ]);
    const populated = await stack.call<{ match: string }>('GET', '/v1/populate?email=x@new.example.com');
    expect(populated.match).toBe('none');
    const taken = await stack.fetch('/v1/mail-settings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        domain: 'new.example.com',
        kind: 'exchange',
        exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
      }),
    });
    expect([taken.status, ((await taken.json()) as MailSettings).origin]).toEqual([201, 'admin']);
  });

  test('after three refused logins of one user on one host the next is 429 with Retry-After', async () => {
    const body = JSON.stringify({ email: 'locked@example.com', credentials: { password: wrong } });
    const headers = { 'content-type': 'application/json' };
    for (let refused = 0; refused < 3; refused += 1) {
      expect((await connect('locked@example.com', { password: wrong })).failure?.code).toBe('auth-rejected');
    }
    const answer = await stack.fetch('/v1/connections', { method: 'POST', body, headers });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('the events of a verification are its steps, then the whole, and a reader who has all of it gets 204', async () => {
    const started = await stack.call<Verification>('POST', '/v1/mail-settings/example.com/verifications', {});
    const answer = await stack.fetch(`/v1/verifications/${started.id}/events`);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = (await answer.text()).trim().split('\n\n').map(parseEvent);
    const whole = events.at(-1)!;
    expect(whole).toMatchObject({ event: 'done', id: 'done', data: { id: started.id, state: 'passed' } });
    const steps = events.slice(0, -1);
    const all = (whole.data as unknown as Verification).endpoints.flatMap((report) => report.steps);
    expect(steps.every(({ event }) => event === 'step')).toBe(true);
    expect(steps).toHaveLength(all.length);
    const resumed = await stack.fetch(`/v1/verifications/${started.id}/events`, {
      headers: { 'last-event-id': steps[2]!.id },
    });
    const rest = (await resumed.text()).trim().split('\n\n').map(parseEvent);
    expect(rest.map(({ id }) => id)).toEqual(events.slice(3).map(({ id }) => id));
    const again = await stack.fetch(`/v1/verifications/${started.id}/events`, {
      headers: { 'last-event-id': 'done' },
    });
    expect(again.status).toBe(204);
  });
});

function parseEvent(text: string): { event: string; id: string; data: Record<string, unknown> } {
  const fields = Object.fromEntries(text.split('\n').map((line) => line.split(/: (.*)/s, 2)));
  return { event: fields.event!, id: fields.id!, data: JSON.parse(fields.data!) as Record<string, unknown> };
}

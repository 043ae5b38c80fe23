import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { describeWith } from '../environment/describe-with.js';
import { waitUntil } from '../environment/wait-until.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startDovecot, type PrivateDovecot } from '../servers/dovecot.js';
import { mailUsers } from '../servers/mail-users.js';
import { startPostfix, type PrivatePostfix } from '../servers/postfix.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startStack, type Stack, type Verification } from './start-stack.js';

type ConnectionInput = components['schemas']['ConnectionInput'];

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
    await answerOf(stack.client.POST('/v1/mail-settings', { body: { ...path, ...servers() } }));
  });
  afterAll(async () => {
    await stack?.stop();
    await database?.drop();
    await postfix?.stop();
    await dovecot?.stop();
    await folder?.remove();
  });

  const path = { domain: 'example.com' };
  const servers = () => ({
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: dovecot.imapsPort, tls: 'implicit' as const },
    smtp: { host: '127.0.0.1', port: postfix.submissionPort, tls: 'starttls' as const },
  });
  const start = (body: ConnectionInput) => stack.client.POST('/v1/connections', { body });
  const connect = async (
    email: string,
    credentials: ConnectionInput['credentials'],
    settings?: ConnectionInput['settings'],
  ) => stack.settled((await answerOf(start({ email, credentials, settings }))).id);
  const read = () => answerOf(stack.client.GET('/v1/mail-settings/{domain}', { params: { path } }));
  const password = mailUsers[0].password;

  test('R23 the right password logs in to IMAP, then SMTP, and changes no state of the domain', async () => {
    const before = await read();
    await stack.settled(before.verification.id!);
    const verification = await connect('jane@example.com', { password });
    expect(verification).toMatchObject({ state: 'passed', trigger: 'connection', failure: null });
    for (const { steps } of verification.endpoints) {
      expect(steps.at(-1)).toMatchObject({ stage: 'authenticate', state: 'passed' });
    }
    expect((await read()).verification.id).toBe(before.verification.id);
  });

  test('R24 a login with a user name other than the email address succeeds', async () => {
    const { username } = mailUsers[1];
    expect((await connect('jdoe.alias@example.com', { username, password })).state).toBe('passed');
  });

  test('a wrong password fails with auth-rejected after one refusal, and SMTP is not tried', async () => {
    const before = await dovecot.refusals();
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
    await waitUntil(async () => (await dovecot.refusals()) > before);
    expect(await dovecot.refusals()).toBe(before + 1);
  });

  test('R9 an attempt on a domain without settings appears in the admin’s list with the servers of the attempt', async () => {
    const { client } = stack;
    const missing = await start({ email: 'jdoe@new.example.com', credentials: { password } });
    expect([missing.response.status, missing.error?.errors]).toEqual([
      400,
      [expect.objectContaining({ path: 'settings', code: 'settings-needed' })],
    ]);
    const { username } = mailUsers[1];
    expect((await connect('jdoe@new.example.com', { username, password }, servers())).state).toBe('passed');
    const { data } = await answerOf(
      client.GET('/v1/mail-settings', { params: { query: { origin: 'attempt' } } }),
    );
    expect(data).toEqual([
      expect.objectContaining({ domain: 'new.example.com', origin: 'attempt', ...servers() }),
    ]);
    const query = { email: 'x@new.example.com' };
    expect((await answerOf(client.GET('/v1/populate', { params: { query } }))).match).toBe('none');
    const taken = await client.POST('/v1/mail-settings', {
      body: {
        domain: 'new.example.com',
        kind: 'exchange',
        exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
      },
    });
    expect([taken.response.status, taken.data?.origin]).toEqual([201, 'admin']);
  });

  test('after three refused logins of one user on one host the next request gets 429 with Retry-After', async () => {
    const email = 'locked@example.com';
    for (let refused = 0; refused < 3; refused += 1) {
      expect((await connect(email, { password: wrong })).failure?.code).toBe('auth-rejected');
    }
    const { response } = await start({ email, credentials: { password: wrong } });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('an event stream has the steps and then the result; a reader that has all events gets 204', async () => {
    const started = await answerOf(
      stack.client.POST('/v1/mail-settings/{domain}/verifications', { params: { path }, body: {} }),
    );
    const answer = await stack.fetch(`/v1/verifications/${started.id}/events`);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = parseEvents(await answer.text());
    const whole = events.at(-1)!;
    expect(whole).toMatchObject({ event: 'done', id: 'done', data: { id: started.id, state: 'passed' } });
    // Before the first step it may say what the verification waits for, which is not sent again.
    const steps = events.slice(0, -1).filter(({ event }) => event !== 'wait');
    const all = (whole.data as unknown as Verification).endpoints.flatMap((report) => report.steps);
    expect(steps.every(({ event }) => event === 'step')).toBe(true);
    expect(steps).toHaveLength(all.length);
    const resumed = await stack.fetch(`/v1/verifications/${started.id}/events`, {
      headers: { 'last-event-id': steps[2]!.id },
    });
    const rest = parseEvents(await resumed.text());
    expect(rest.map(({ id }) => id)).toEqual([...steps.slice(3), whole].map(({ id }) => id));
    const again = await stack.fetch(`/v1/verifications/${started.id}/events`, {
      headers: { 'last-event-id': 'done' },
    });
    expect(again.status).toBe(204);
  });
});

/** Comments of an event stream only keep the connection open and are left out (WHATWG HTML §9.2). */
function parseEvents(stream: string) {
  const parts = stream.trim().split('\n\n');
  return parts.filter((part) => !part.startsWith(':')).map(parseEvent);
}

function parseEvent(text: string): { event: string; id: string; data: Record<string, unknown> } {
  const fields = Object.fromEntries(text.split('\n').map((line) => line.split(/: (.*)/s, 2)));
  return { event: fields.event!, id: fields.id!, data: JSON.parse(fields.data!) as Record<string, unknown> };
}

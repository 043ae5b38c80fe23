import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { MailSettings } from '@postern/core/mail-settings';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import { newId } from '@postern/database/id';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { describeWith } from '@postern/test/environment/describe-with';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { startDovecot, type PrivateDovecot } from '@postern/test/servers/dovecot';
import { mailUsers } from '@postern/test/servers/mail-users';
import { startPostfix, type PrivatePostfix } from '@postern/test/servers/postfix';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { Client } from 'pg';
import { pino } from 'pino';
import type { Probe } from './bind-probe.js';
import { monitorRound } from './monitor/monitor-servers.js';
import { Progress } from './progress.js';
import { verifyMailSettings } from './verify-mail-settings.js';

const log = pino({ level: 'silent' });
const troubles = new TroubleEpisodes(log);
const needs = ['dovecot', 'postfix', 'openssl', 'root'] as const;

describeWith(needs, 'a Dovecot and a Postfix with certificates of a private authority', () => {
  let folder: { path: string; remove(): Promise<void> };
  let pem: string;
  let dovecot: PrivateDovecot;
  let postfix: PrivatePostfix;
  let api: TestApi;
  let observer: Client;
  let authorityId: string;
  let measured = 0;
  const secretKey = Buffer.alloc(32).toString('base64');

  beforeAll(async () => {
    folder = await createPrivateFolder('own-authorities');
    const authority = await createCertificateAuthority(folder.path);
    pem = await readFile(authority.caFile, 'utf8');
    const certificate = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
    dovecot = await startDovecot(certificate);
    postfix = await startPostfix(certificate, dovecot.saslPort);
    api = await startTestApi({ settings: { secretKeys: [secretKey] } });
    observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
    await observer.connect();
  });
  afterAll(async () => {
    await observer?.end();
    await api?.stop();
    await postfix?.stop();
    await dovecot?.stop();
    await folder?.remove();
  });

  const probe: Probe = (servers, rule, how) => {
    measured += servers.length;
    const ports = [dovecot.imapsPort, postfix.submissionsPort];
    const policy = createEgressPolicy({ allow: [parseEntry('127.0.0.0/8') as Prefix], ports, closed: [] });
    return probeServers(servers, rule, { policy, retryDelaysMs: [], ...how });
  };
  const tokenOf = (account: 'account' | 'other') => api[account].tokens['super-admin'];
  const run = async (id: string) => {
    const progress = new Progress(api.database, troubles, log);
    const sealer = createSecretSealer([secretKey]);
    await verifyMailSettings(
      { database: api.database, sealer, probe, progress, troubles, log },
      await markDispatched(api.database, id),
    );
  };
  const bodyOf = (domain: string) => ({
    domain,
    kind: 'imap',
    imap: { host: '127.0.0.1', port: dovecot.imapsPort, tls: 'implicit' },
    smtp: { host: '127.0.0.1', port: postfix.submissionsPort, tls: 'implicit' },
  });
  const save = async (account: 'account' | 'other', domain: string): Promise<void> => {
    const body = bodyOf(domain);
    const saved = await api.call('POST', '/v1/mail-settings', { token: tokenOf(account), body });
    await run(saved.body.verification.id);
  };
  const shown = async (account: 'account' | 'other', domain: string) => {
    const { body } = await api.call('GET', `/v1/mail-settings/${domain}`, { token: tokenOf(account) });
    const { verification } = body as unknown as MailSettings;
    return [verification.state, verification.failure?.code ?? null];
  };
  /** Verifies a domain of the first account once more, with a login if credentials are given; returns the report. */
  const verify = async (domain: string, credentials?: object) => {
    const path = `/v1/mail-settings/${domain}/verifications`;
    const started = await api.call('POST', path, { body: credentials === undefined ? {} : { credentials } });
    await run(started.body.id);
    return (await api.call('GET', `/v1/verifications/${started.body.id}`)).body as unknown as {
      state: string;
      failure: { code: string; advice: string } | null;
      endpoints: { certificate: Record<string, unknown>; steps: { stage: string; facts: object }[] }[];
    };
  };
  const measureAll = async (): Promise<void> => {
    await observer.query(`update monitored_server set due_at = now() - interval '1 second'`);
    const parts = { database: api.database, probe, workerId: newId(), dataCenter: null, troubles, log };
    while ((await monitorRound(parts, new AbortController().signal)) > 0);
  };

  test('they fail for every account, and the advice names the authority before the pin', async () => {
    await save('account', 'own.example.com');
    await save('other', 'foreign.example.com');
    expect(await shown('account', 'own.example.com')).toEqual(['failed', 'cert-unknown-ca']);
    expect(await shown('other', 'foreign.example.com')).toEqual(['failed', 'cert-unknown-ca']);
    const { failure } = await verify('own.example.com');
    expect(failure!.advice).toMatch(/add its certificate .* “Allow non-secure certificate”/);
  });

  test('no password is sent before the authority is known, and one after it is', async () => {
    const [jane] = mailUsers;
    expect((await verify('own.example.com', jane)).failure?.code).toBe('cert-unknown-ca');
    expect(await dovecot.readLog()).not.toContain(jane.username);
    const added = await api.call('POST', '/v1/certificate-authorities', { body: { name: 'Ours', pem } });
    expect(added.status).toBe(201);
    authorityId = added.body.id;
    const { state, endpoints } = await verify('own.example.com', jane);
    expect(state).toBe('passed');
    expect(endpoints.map(({ steps }) => steps.at(-1)!.stage)).toEqual(['authenticate', 'authenticate']);
  });

  test('a verification of the account passes and says nothing of what it presented', async () => {
    const { state, endpoints } = await verify('own.example.com');
    expect(state).toBe('passed');
    for (const { certificate, steps } of endpoints) {
      expect(certificate).toMatchObject({ failedChecks: [] });
      expect(certificate).not.toHaveProperty('presented');
      expect(steps.find(({ stage }) => stage === 'tls')!.facts).toMatchObject({ failedChecks: [] });
    }
    expect(await shown('account', 'own.example.com')).toEqual(['passed', null]);
  });

  test('one measurement of a shared server is judged for each account by its own authorities', async () => {
    measured = 0;
    await measureAll();
    await measureAll();
    expect(measured).toBe(4);
    expect(await shown('account', 'own.example.com')).toEqual(['passed', null]);
    expect(await shown('other', 'foreign.example.com')).toEqual(['failed', 'cert-unknown-ca']);
    const { rows } = await observer.query<{ has: boolean }>(
      `select bool_or(v::text like '%presented%') as has from verification v`,
    );
    expect(rows[0]!.has).toBe(false);
  });

  test('after the authority is deleted both servers fail again, at the second measurement in a row', async () => {
    const removed = await api.call('DELETE', `/v1/certificate-authorities/${authorityId}`);
    expect(removed.status).toBe(204);
    await measureAll();
    await measureAll();
    expect(await shown('account', 'own.example.com')).toEqual(['failed', 'cert-unknown-ca']);
  });
});

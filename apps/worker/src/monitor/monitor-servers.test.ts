import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { MailSettings } from '@postern/core/mail-settings';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import { newId } from '@postern/database/id';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { Client } from 'pg';
import { pino } from 'pino';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import {
  createCertificateAuthority,
  type CertificateAuthority,
} from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { Progress } from '../progress.js';
import { verifyMailSettings } from '../verify-mail-settings.js';
import type { Probe } from '../bind-probe.js';
import { monitorRound } from './monitor-servers.js';

const log = pino({ level: 'silent' });
const troubles = new TroubleEpisodes(log);
const never = new AbortController().signal;
let folder: { path: string; remove(): Promise<void> };
let authority: CertificateAuthority;
let ca: string;
let api: TestApi;
let observer: Client;
let imap: ScriptedServer;
let smtp: ScriptedServer;
let greeting = '* OK ready';
let probed = 0;

beforeAll(async () => {
  folder = await createPrivateFolder('monitor');
  authority = await createCertificateAuthority(folder.path);
  ca = await readFile(authority.caFile, 'utf8');
  const tls = await keyPair('mail.example.com', 90);
  imap = await startScriptedServer((wire) => imapScript({ greeting })(wire), tls);
  smtp = await startScriptedServer(smtpScript(), tls);
  api = await startTestApi();
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await api.stop();
  await imap.close();
  await smtp.close();
  await folder.remove();
});
beforeEach(() => {
  probed = 0;
  greeting = '* OK ready';
});

async function keyPair(name: string, days: number) {
  const files = await authority.issue(name, ['IP:127.0.0.1'], days);
  return { key: await readFile(files.keyFile, 'utf8'), cert: await readFile(files.certificateFile, 'utf8') };
}

const options = () => ({
  policy: createEgressPolicy({
    allow: [parseEntry('127.0.0.0/8') as Prefix],
    ports: [imap.port, smtp.port],
    closed: [],
  }),
  ca,
  retryDelaysMs: [],
});

/** Saves the settings of a domain and verifies them at once, as the worker does. */
async function saveVerified(domain: string): Promise<void> {
  const body = {
    domain,
    kind: 'imap',
    imap: { host: '127.0.0.1', port: imap.port, tls: 'implicit' },
    smtp: { host: '127.0.0.1', port: smtp.port, tls: 'implicit' },
  };
  const { body: saved } = await api.call('POST', '/v1/mail-settings', { body });
  const sealer = createSecretSealer([Buffer.alloc(32).toString('base64')]);
  const probe: Probe = (servers, rule, how) => probeServers(servers, rule, { ...options(), ...how });
  await verifyMailSettings(
    {
      database: api.database,
      sealer,
      probe,
      progress: new Progress(api.database, troubles, log),
      troubles,
      log,
    },
    await markDispatched(api.database, saved.verification.id),
  );
}

/** Makes every server due, as after a day, and measures servers until none is due. */
async function dayLater(dataCenter: string | null = null): Promise<number> {
  await observer.query(`update monitored_server set due_at = now() - interval '1 second'`);
  const probe: Probe = (servers, rule, how) => {
    probed += servers.length;
    return probeServers(servers, rule, { ...options(), ...how });
  };
  // A round measures at most two rows of one server: data centres have rows of their own.
  let measured = 0;
  for (;;) {
    const count = await monitorRound(
      { database: api.database, probe, workerId: newId(), dataCenter, troubles, log },
      never,
    );
    if (count === 0) return measured;
    measured += count;
  }
}

const read = async (domain: string) =>
  (await api.call('GET', `/v1/mail-settings/${domain}`)).body as unknown as MailSettings;
const history = async (domain: string) =>
  (await api.call('GET', `/v1/mail-settings/${domain}/verifications`)).body.data as unknown as {
    trigger: string;
    state: string;
  }[];

describe('B1 scheduled measurements', () => {
  test('a server is measured once for all its domains; an unchanged outcome is not added to the history', async () => {
    for (const domain of ['one.example.com', 'two.example.com', 'three.example.com'])
      await saveVerified(domain);
    const before = await read('one.example.com');
    expect(before.verification.state).toBe('passed');
    expect(await dayLater()).toBe(2);
    expect(probed).toBe(2);
    const after = await read('one.example.com');
    expect(after.verification).toMatchObject({ state: 'passed', id: before.verification.id });
    expect(after.verification.at! > before.verification.at!).toBe(true);
    expect(await history('two.example.com')).toHaveLength(1);
    expect(await dayLater()).toBe(2);
  });

  test('R19 the worker of a data centre measures for its accounts and for those without a data centre', async () => {
    await saveVerified('homeless.example.com');
    await dayLater('us1');
    expect(probed).toBe(2);
    const moveTo = (dataCenter: string | null) =>
      api.call('PATCH', `/v1/accounts/${api.account.id}`, { token: api.operatorToken, body: { dataCenter } });
    await moveTo('eu1');
    await dayLater('us1');
    expect(probed).toBe(2);
    await dayLater('eu1');
    expect(probed).toBe(4);
    await moveTo(null);
  });

  test('a server’s domains change from passed to failed only after its second failure in a row', async () => {
    await saveVerified('fails.example.com');
    greeting = '* BYE too busy';
    await dayLater();
    expect((await read('fails.example.com')).verification.state).toBe('passed');
    await dayLater();
    const failed = await read('fails.example.com');
    expect(failed.verification).toMatchObject({
      state: 'failed',
      failure: { endpoint: 'imap', stage: 'greeting' },
    });
    expect((await history('fails.example.com'))[0]).toMatchObject({ trigger: 'schedule', state: 'failed' });
    expect((await read('one.example.com')).verification.state).toBe('failed');
    greeting = '* OK ready';
    await dayLater();
    expect((await read('fails.example.com')).verification).toMatchObject({ state: 'passed', failure: null });
    expect((await history('fails.example.com')).map(({ state }) => state)).toEqual([
      'passed',
      'failed',
      'passed',
    ]);
  });

  test('a single failure between two passed measurements changes no domain', async () => {
    await saveVerified('once.example.com');
    for (const text of ['* BYE too busy', '* OK ready', '* BYE too busy']) {
      greeting = text;
      await dayLater();
    }
    expect((await read('once.example.com')).verification.state).toBe('passed');
  });

  test('a failing server is measured after 15 minutes, 1, 6 and 24 hours, a healthy one after a day', async () => {
    await saveVerified('due.example.com');
    const dueIn = async (): Promise<number> => {
      const { rows } = await observer.query<{ minutes: string }>(
        `select extract(epoch from due_at - now()) / 60 as minutes from monitored_server where endpoint = 'imap'`,
      );
      return Number(rows[0]!.minutes);
    };
    greeting = '* OK ready';
    await dayLater();
    expect(await dueIn()).toBeGreaterThan(19 * 60);
    expect(await dueIn()).toBeLessThan(29 * 60);
    greeting = '* BYE too busy';
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await dayLater();
      waits.push(Math.round(await dueIn()));
    }
    expect(waits).toEqual([15, 60, 360, 1440, 1440]);
  });

  test('a server that no domain uses any more is removed from the schedule', async () => {
    const { rows: domains } = await observer.query<{ domain: string }>('select domain from mail_settings');
    for (const { domain } of domains) await api.call('DELETE', `/v1/mail-settings/${domain}`);
    await dayLater();
    expect((await observer.query('select * from monitored_server')).rows).toEqual([]);
    expect(probed).toBe(0);
  });
});

test('B8 the schedule warns 30, 14, 7 and 1 day before a certificate expires', async () => {
  const hook = { url: 'https://hooks.example.com/', events: ['certificate.expiring'] };
  await api.call('POST', '/v1/webhooks', { body: hook });
  const seen: number[] = [];
  for (const days of [40, 29, 28, 13, 6, 5, 1, 0]) {
    const server = await startScriptedServer(imapScript(), await keyPair(`expires-${days}`, days));
    const domain = 'expires.example.com';
    const body = {
      domain,
      kind: 'imap',
      imap: { host: '127.0.0.1', port: imap.port, tls: 'implicit' },
      smtp: { host: '127.0.0.1', port: smtp.port, tls: 'implicit' },
    };
    if (days === 40) {
      await api.call('POST', '/v1/mail-settings', { body });
      await saveVerified('expires.example.com').catch(() => undefined);
    }
    await observer.query(`update mail_settings set verification_state = 'passed' where domain = $1`, [
      domain,
    ]);
    await observer.query(`update monitored_server set due_at = now() - interval '1 second'`);
    const ports = [server.port, smtp.port];
    const policy = createEgressPolicy({ allow: [parseEntry('127.0.0.0/8') as Prefix], ports, closed: [] });
    await monitorRound(
      {
        database: api.database,
        // Returns the same server with the certificate that it would have some days later.
        probe: (servers, rule, how) =>
          probeServers(
            servers.map((one) => (one.endpoint === 'imap' ? { ...one, port: server.port } : one)),
            rule,
            { policy, ca, retryDelaysMs: [], ...how },
          ),
        workerId: newId(),
        dataCenter: null,
        troubles,
        log,
      },
      never,
    );
    const { warnings } = (await read(domain)).verification;
    const told = warnings.find((warning) => warning.endpoint === 'imap')?.daysLeft;
    if (told !== undefined && !seen.includes(told)) seen.push(told);
    await server.close();
  }
  expect(seen).toEqual([28, 12, 5, 0]);
  const { rows: told } = await observer.query<{ days: number }>(
    `select (payload ->> 'daysLeft')::int as days from event where type = 'certificate.expiring' order by id`,
  );
  // Each measurement finds another certificate, and each certificate is told once. The last one has expired.
  expect(told.map(({ days }) => days)).toEqual([28, 27, 12, 5, 4, 0]);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mailSettingsSchema } from '@postern/core/mail-settings';
import { verificationSchema } from '@postern/core/verification';
import { readRulesInput } from '@postern/api/firewall/read-rules-input';
import { deleteExpired } from '@postern/api/housekeeping/delete-expired';
import { exportMailSettings } from '@postern/api/import-export/export-mail-settings';
import { withoutAccount } from '@postern/database/database';
import { countDomains } from '@postern/database/functions/domain-counts';
import type { DomainServers } from '@postern/firewall/account-settings';
import { openMigratedDatabase, type MigratedDatabase } from '../database/open-migrated-database.js';
import { fillDomains, type FilledAccount } from './fill-domains.js';
import { openInstallation } from './open-installation.js';
import { operations, request, type Installation } from './operations.js';
import { explainNewSessions, plansOf, type Access } from './statement-plans.js';

/*
 * The small form of `npm run bench -- million`: what is read at 3,000 domains shows whether it grows with all domains, with
 * those of one account, or not at all. Times are the bench's.
 */

let opened: MigratedDatabase;
let accounts: FilledAccount[];
let installation: Installation & { close(): Promise<void> };
beforeAll(async () => {
  opened = await openMigratedDatabase();
  const filling = { domains: 3000, accounts: 8, seed: 'test', moment: new Date() };
  accounts = await fillDomains(opened.superuser, filling);
  await explainNewSessions(opened.superuser);
  installation = await openInstallation(opened.connectionString, accounts);
}, 120_000);
afterAll(async () => {
  await installation.close();
  await opened.close();
});

async function accessesOf(work: () => Promise<unknown>): Promise<Access[]> {
  const plans = await plansOf(opened.superuser, work);
  return plans.flatMap(({ accesses }) => accesses);
}
const accessesOfOperation = (name: string) =>
  accessesOf(() => operations.find((operation) => operation.name === name)!.run(installation));
const large = [
  'mail_settings',
  'verification',
  'audit_event',
  'monitored_server',
  'monitored_domain',
  'account_server',
];
const rowsOf = (accesses: readonly Access[]) => accesses.reduce((sum, { rows }) => sum + rows, 0);
const wholeTables = (accesses: readonly Access[]) =>
  accesses.filter(({ type, relation }) => type === 'Seq Scan' && large.includes(relation));

test.each([
  ['populate', 20],
  ['list, first page', 80],
  ['list, deep page', 80],
  ['list, failed ones', 80],
  ['list, a state without domains', 10],
  ['audit, first page', 80],
  ['summary, a thousandth', 40],
])(
  '%s: finds its rows by an index and reads at most %i, however many domains there are',
  async (name, most) => {
    const accesses = await accessesOfOperation(name);
    expect(accesses.length).toBeGreaterThan(0);
    expect(wholeTables(accesses)).toEqual([]);
    expect(rowsOf(accesses.filter(({ relation }) => large.includes(relation)))).toBeLessThanOrEqual(most);
  },
);

test.each(['search, prefix', 'search, no match', 'summary, largest account', 'export, largest account'])(
  '%s: reads the rows of one account alone',
  async (name) => {
    const accesses = await accessesOfOperation(name);
    expect(wholeTables(accesses)).toEqual([]);
    const own = accesses.filter(({ relation }) => relation === 'mail_settings');
    expect(rowsOf(own)).toBeLessThanOrEqual(accounts[0]!.domains * 3);
  },
);

test('metrics read no table that grows with the domains; domains are counted in indexes', async () => {
  const counting = await accessesOf(() => countDomains(installation.maintenance));
  const read = counting.filter(({ relation }) => relation === 'mail_settings');
  expect(wholeTables(counting)).toEqual([]);
  expect(read.map(({ type }) => type)).toContain('Index Only Scan');
  const readRows = rowsOf(read.filter(({ type }) => type !== 'Index Only Scan'));
  expect([readRows > 0, readRows < 3000 * 0.12]).toEqual([true, true]); // Those that failed, and those with warnings.
  const metrics = await accessesOfOperation('metrics');
  expect(metrics.filter(({ relation, rows }) => large.includes(relation) && rows > 0)).toEqual([]);
});

test('counting what waits looks up each account in an index, and stops when enough is counted', async () => {
  const count = (most: number) =>
    accessesOf(() =>
      withoutAccount(installation.maintenance).execute('select from count_waiting(?)', [most]),
    );
  const read = await count(10_000);
  // The api of this test may read its own tables meanwhile.
  const counted = read.filter(({ relation }) => ['verification_job', 'waiting_account'].includes(relation));
  expect(counted.map(({ type }) => type)).not.toContain('Seq Scan');
  const looked = (accesses: readonly Access[]) =>
    accesses.filter(({ index }) => index === 'verification_job_waiting_idx');
  expect(looked(read).map(({ type }) => type)).toEqual(['Index Only Scan']);
  expect(rowsOf(looked(read))).toBeGreaterThan(20);
  expect(rowsOf(looked(await count(5)))).toBeLessThanOrEqual(5);
  expect((await plansOf(opened.superuser, () => count(10_000))).length).toBeLessThanOrEqual(4);
});

test('housekeeping reads old rows by an index, and only what is kept a second time', async () => {
  const expiry = { auditRetentionDays: 300, now: new Date() };
  const run = () => deleteExpired(installation.maintenance, expiry);
  const first = await accessesOf(run);
  expect(wholeTables(first)).toEqual([]);
  const eventsRead = (accesses: readonly Access[]) =>
    rowsOf(accesses.filter(({ relation }) => relation === 'audit_event'));
  expect(eventsRead(first)).toBeGreaterThan(100);
  expect(eventsRead(await accessesOf(run))).toBeLessThanOrEqual(accounts.length);
});

test('the filled rows are answered like any others', async () => {
  const [account] = accounts;
  const page = JSON.parse(await request(installation, account!, 'GET', '/v1/mail-settings?limit=200')) as {
    data: { domain: string; verification: { id: string; state: string } }[];
  };
  const states = new Set<string>();
  for (const settings of page.data) {
    mailSettingsSchema.parse(settings);
    if (states.has(settings.verification.state)) continue;
    states.add(settings.verification.state);
    const path = `/v1/verifications/${settings.verification.id}`;
    verificationSchema.parse(JSON.parse(await request(installation, account!, 'GET', path)));
  }
  expect(states.size).toBeGreaterThan(1);
});

test('the filled rows are those that an import writes', async () => {
  const { rows } = await opened.superuser.query<{ domain: string; servers: object; account_id: string }>(
    `select distinct on (s.kind) s.domain, v.servers, s.account_id from mail_settings s
     join verification v on v.id = s.verification_id where s.verification_state = 'queued' order by s.kind, s.domain`,
  );
  expect(rows).toHaveLength(2);
  for (const { domain, servers, account_id: from } of rows) {
    const account = accounts.find(({ id }) => id !== from)!;
    await installation.app.inject({
      method: 'POST',
      url: '/v1/mail-settings/import',
      headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/x-ndjson' },
      payload: JSON.stringify({ domain, ...servers }),
    });
    expect(await writtenRows(account.id, domain)).toEqual(await writtenRows(from, domain));
  }
});

/** All rows of a domain as JSON; ids and times are not compared. */
async function writtenRows(accountId: string, domain: string): Promise<unknown> {
  const { rows } = await opened.superuser.query<{ written: object }>(
    `select jsonb_build_object('settings', to_jsonb(s), 'verification', to_jsonb(v), 'job', to_jsonb(j) - 'data_center',
       'event', to_jsonb(e), 'schedule', (
         select jsonb_agg(to_jsonb(m) - 'data_center' order by m.endpoint)
         from monitored_domain d join monitored_server m on m.id = d.server_id
         join account_server a on a.server_id = m.id and a.account_id = s.account_id where d.settings_id = s.id)) as written
     from mail_settings s join verification v on v.id = s.verification_id join verification_job j on j.verification_id = v.id
     join audit_event e on e.account_id = s.account_id and e.subject = s.domain
     where s.account_id = $1 and s.domain = $2`,
    [accountId, domain],
  );
  const text = JSON.stringify(rows.map(({ written }) => written));
  return JSON.parse(
    text
      .replaceAll(/"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"id"')
      .replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"time"'),
  );
}

test('rules and the header of an export read an account of any size in pages of bounded statements', async () => {
  const account = accounts.at(-1)!;
  await opened.superuser.query(
    `insert into mail_settings (id, account_id, domain, display_domain, kind, exchange_url, origin, created_by, updated_by)
     select gen_random_uuid(), $1, name, name, 'exchange', 'https://mail' || n || '.example.net/EWS/Exchange.asmx',
       'admin', 'test', 'test' from generate_series(1, 6000) n, concat('rules', n, '.example.com') name`,
    [account.id],
  );
  await opened.superuser.query('analyze mail_settings');
  let exported = '';
  let read: Awaited<ReturnType<typeof readRulesInput>>;
  const plans = await plansOf(opened.superuser, async () => {
    read = await readRulesInput(installation.maintenance, account.id, {});
    for await (const text of exportMailSettings(installation.maintenance, account.id, 'csv'))
      exported += text;
  });
  const servers = JSON.parse(read!.outcome === 'read' ? read!.input.servers : '') as DomainServers[];
  const urls = servers.map((server) => (server.kind === 'exchange' ? server.exchange.url : ''));
  for (const n of [1, 3000, 6000]) expect(urls).toContain(`https://mail${n}.example.net/EWS/Exchange.asmx`);
  expect(exported.split('\r\n').length).toBe(account.domains + 6000 + 2); // The header, and nothing after the last line.
  const ofSettings = plans.map(({ accesses }) =>
    rowsOf(accesses.filter(({ relation }) => relation === 'mail_settings')),
  );
  expect(ofSettings.reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(12_000);
  expect(Math.max(...ofSettings)).toBeLessThanOrEqual(5000);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  asOperator,
  inAccount,
  openDatabase,
  withoutAccount,
  type Database,
  type EntityManager,
} from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { AuditEvent } from '@postern/database/entities/audit-event';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Token } from '@postern/database/entities/token';
import { Verification } from '@postern/database/entities/verification';
import { newId } from '@postern/database/id';
import { saveSettings } from '@postern/database/notification-settings';
import { Webhook } from '@postern/database/entities/webhook';
import { recordEventOnce } from '@postern/database/functions/record-event';
import { migrateDatabase } from '@postern/database/migrate';
import { createToken } from '@postern/database/tokens';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';

/**
 * Tables without a row-level security policy. The api reads them before it knows the account, or across accounts.
 * They contain only ids, hashes, server keys and due times.
 */
const policyFree = [
  'account_probation',
  'account_search', // ids and times
  'account_server',
  'allowlist_revision', // the vendor's document, which is the same for every account
  'allowlist_vendor', // the operator's name, which is the same for every account
  'blocked_server',
  'bootstrap_token',
  'connect_session', // ids, hashes, times and a public origin
  'conversation_turn',
  'creation_key',
  'delivery_job', // ids, times and a hash of the domain
  'domain_count', // numbers of all accounts together
  'housekeeping_run',
  'link_lookup',
  'mail_item', // ids, times and a hash of the server
  'mikro_orm_migrations',
  'monitored_account',
  'monitored_domain',
  'monitored_server',
  'refused_login',
  'secret_key', // a fingerprint of the key, never the key
  'server_day', // read only of the servers that the account uses, since it uses them
  'server_turn',
  'session',
  'sign_in_code',
  'summary_change',
  'token_lookup',
  'verification_job',
  'waiting_account',
  'watched_summary',
  'worker',
];

/** The text columns of the tables without a policy: a role, and keys of servers without their accounts. */
const policyFreeTexts = [
  'allowlist_vendor.name',
  'blocked_server.server',
  'connect_session.origin',
  'conversation_turn.address',
  'delivery_job.data_center',
  'delivery_job.kind',
  'delivery_job.stream', // a hash
  'domain_count.counts',
  'link_lookup.limits', // domains, only returned to who has the secret
  'mail_item.topic', // a hash
  'monitored_account.data_center',
  'monitored_server.data_center',
  'monitored_server.endpoint',
  'monitored_server.host',
  'monitored_server.path',
  'monitored_server.tls',
  'secret_key.fingerprint',
  'server_turn.server',
  'session.role',
  'session.sealed_grant', // sealed with the secret key
  'summary_change.id', // a number
  'token_lookup.limits', // permissions and prefixes
  'token_lookup.role',
  'verification_job.blocked_on',
  'verification_job.data_center',
  'verification_job.servers',
  'verification_job.traceparent',
  'waiting_account.data_center',
  'worker.data_center',
];

const settingsOf = (accountId: string, domain: string) => ({
  id: newId(),
  accountId,
  domain,
  displayDomain: domain,
  kind: 'exchange' as const,
  exchangeUrl: 'https://mail.example.com/EWS/Exchange.asmx',
  origin: 'admin' as const,
  createdBy: 'test',
  updatedBy: 'test',
});

/**
 * Two kinds of database role: one owns the database; the other was granted the tables by their owner
 * (DATABASE_MIGRATION_URL).
 */
describe.each(['owns the database', 'was granted the tables'])('a database role that %s', (which) => {
  let testDatabase: TestDatabase;
  let database: Database;
  let mine: string;
  let theirs: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const url =
      which === 'owns the database' ? testDatabase.connectionString : await ordinaryRole(testDatabase);
    await migrateDatabase(url, testDatabase.connectionString);
    database = await openDatabase(url, { connections: 4 });
    mine = await fill('mine');
    theirs = await fill('theirs');
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  async function fill(name: string): Promise<string> {
    const id = newId();
    await asOperator(database).insert(Account, { id, name });
    await inAccount(database, id).transactional(async (em) => {
      await em.insert(MailSettings, settingsOf(id, `${name}.example.com`));
      await em.insert(AuditEvent, { id: newId(), accountId: id, actor: name, action: 'test', subject: name });
      const verification = {
        id: newId(),
        accountId: id,
        domain: `${name}.example.com`,
        trigger: 'try' as const,
      };
      await em.insert(Verification, {
        ...verification,
        servers: { kind: 'exchange', exchange: { url: 'https://x.example.com/' } },
      });
      await createToken(em, { accountId: id, name, role: 'member', createdBy: 'test' });
      await em.execute(
        'insert into discovery (id, account_id, domain, trusted_only) values (?, ?, ?, false)',
        [newId(), id, `${name}.example.com`],
      );
      await fillWebhook(em, id);
    });
    return id;
  }

  async function fillWebhook(em: EntityManager, accountId: string): Promise<void> {
    const webhook = { id: newId(), accountId, url: 'https://hooks.example.com/', description: '' };
    await em.insert(Webhook, { ...webhook, isEnabled: true, sealedSecret: 'sealed', createdBy: 'test' });
    await saveSettings(em, accountId, { emails: ['jane@example.com'], events: null, digest: 'daily' });
    await em.execute('insert into mail_topic (account_id, topic, told_at) values (?, 1, now())', [accountId]);
    await recordEventOnce(em, accountId, 'fact', { type: 'domain.failed', domain: null, payload: {} });
  }

  const guarded = [
    'mail_settings',
    'verification',
    'discovery',
    'audit_event',
    'token',
    'account',
    'webhook',
    'event',
    'delivery',
    'told_once',
    'notification_settings',
    'mail_recipient',
    'mail',
    'mail_topic',
  ];

  test.each(guarded)(
    'raw SQL on the table %s reads, changes and deletes only rows of the own account',
    async (table) => {
      const own = table === 'account' ? 'id' : 'account_id';
      const em = inAccount(database, mine);
      const rows = await em.execute<{ owner: string }[]>(`select ${own} as owner from ${table}`);
      expect([...new Set(rows.map(({ owner }) => owner))]).toEqual([mine]);
      expect(await em.execute(`select 1 from ${table} where ${own} = ?`, [theirs])).toEqual([]);
      const changes = [
        `update ${table} set ${own} = ${own} where ${own} = ?`,
        `delete from ${table} where ${own} = ?`,
      ];
      for (const statement of changes) {
        const { affectedRows } = await em.execute<{ affectedRows: number }>(statement, [theirs], 'run');
        expect(affectedRows).toBe(0);
      }
    },
  );

  test.each(guarded)('reading or writing the table %s without an account context throws', async (table) => {
    const em = withoutAccount(database);
    await expect(em.execute(`select * from ${table}`)).rejects.toThrow(/postern\.account_id|uuid/);
    await expect(em.execute(`delete from ${table}`)).rejects.toThrow(/postern\.account_id|uuid/);
  });

  test('the account context of a pooled connection ends with its transaction', async () => {
    await Promise.all(Array.from({ length: 8 }, () => inAccount(database, mine).count(MailSettings)));
    for (let round = 0; round < 8; round += 1) {
      await expect(withoutAccount(database).count(MailSettings)).rejects.toThrow(/postern\.account_id|uuid/);
    }
  });

  test('the query builder finds, changes and deletes no row of another account', async () => {
    const em = inAccount(database, mine);
    expect(await em.createQueryBuilder(MailSettings).where({ accountId: theirs }).getResultList()).toEqual(
      [],
    );
    await em
      .createQueryBuilder(MailSettings)
      .update({ exchangeUrl: 'https://evil.example.com/' })
      .where({ accountId: theirs })
      .execute();
    await em.createQueryBuilder(MailSettings).delete().where({ accountId: theirs }).execute();
    const kept = await inAccount(database, theirs).findOneOrFail(MailSettings, {
      domain: 'theirs.example.com',
    });
    expect(kept.exchangeUrl).toBe('https://mail.example.com/EWS/Exchange.asmx');
  });

  test('getReference with a known id changes no row of another account', async () => {
    const target = await inAccount(database, theirs).findOneOrFail(MailSettings, {
      domain: 'theirs.example.com',
    });
    const em = inAccount(database, mine);
    const reference = em.getReference(MailSettings, target.id);
    em.assign(reference, { exchangeUrl: 'https://evil.example.com/' });
    // MikroORM may throw here or not; the test checks only that the row is unchanged.
    await em.flush().catch(() => undefined);
    const kept = await inAccount(database, theirs).findOneOrFail(MailSettings, { id: target.id });
    expect(kept.exchangeUrl).toBe('https://mail.example.com/EWS/Exchange.asmx');
  });

  test('no row can be made for another account: by the ORM, by insert, or by moving an own row', async () => {
    const em = inAccount(database, mine);
    em.create(MailSettings, settingsOf(theirs, 'planted.example.com'));
    await expect(em.flush()).rejects.toThrow(/row-level security/);
    const insert = inAccount(database, mine).insert(AuditEvent, {
      id: newId(),
      accountId: theirs,
      actor: 'mine',
      action: 'planted',
      subject: 'x',
    });
    await expect(insert).rejects.toThrow(/row-level security/);
    const move = inAccount(database, mine).nativeUpdate(
      MailSettings,
      { domain: 'mine.example.com' },
      { accountId: theirs },
    );
    await expect(move).rejects.toThrow(/row-level security/);
  });

  test('the operator’s context can read accounts and tokens, but no settings, verifications or audit events', async () => {
    expect(await asOperator(database).count(Account)).toBe(2);
    expect(await asOperator(database).count(Token)).toBe(2);
    for (const table of ['mail_settings', 'verification', 'audit_event']) {
      await expect(asOperator(database).execute(`select 1 from ${table}`)).rejects.toThrow(
        /postern\.account_id|uuid/,
      );
    }
  });

  test('an account id that contains SQL is used as a value and never executed', async () => {
    const id = `${mine}', true); select set_config('postern.account_id', '${theirs}`;
    await expect(inAccount(database, id).count(MailSettings)).rejects.toThrow(/uuid/);
  });

  test('every table with an account id has a forced policy, except listed tables without text from people', async () => {
    const client = new Client({ connectionString: testDatabase.superuserConnectionString });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string; is_forced: boolean; policies: number }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as is_forced,
         (select count(*)::int from pg_policy where polrelid = pg_class.oid) as policies
       from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname`,
    );
    const { rows: columns } = await client.query<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and table_name = any($1) and table_name not in ('allowlist_revision', 'mikro_orm_migrations')
         and data_type not in ('boolean', 'bytea', 'date', 'integer', 'interval', 'timestamp with time zone', 'uuid')`,
      [policyFree],
    );
    await client.end();
    expect(
      tables.filter(({ is_forced, policies }) => !is_forced || policies === 0).map(({ name }) => name),
    ).toEqual(policyFree);
    expect(columns.map(({ place }) => place).toSorted()).toEqual(policyFreeTexts);
  });
});

test('the columns of the entities equal those of the database tables', async () => {
  const testDatabase = await createTestDatabase();
  await migrateDatabase(testDatabase.connectionString);
  const database = await openDatabase(testDatabase.connectionString, { connections: 2 });
  const columns = await database.em.fork().execute<{ place: string; type: string; nullable: string }[]>(
    `select table_name || '.' || column_name as place, data_type as type, is_nullable as nullable
     from information_schema.columns where table_schema = 'public' and table_name <> 'mikro_orm_migrations'`,
  );
  const declared = [...database.getMetadata().getAll().values()].flatMap((meta) =>
    meta.props.map((prop) => ({
      place: `${meta.tableName}.${prop.fieldNames[0]!}`,
      type: typeNames[prop.columnTypes[0]!] ?? prop.columnTypes[0]!,
      nullable: prop.nullable ? 'YES' : 'NO',
    })),
  );
  await database.close();
  await testDatabase.drop();
  const byPlace = (one: { place: string }, other: { place: string }) => (one.place < other.place ? -1 : 1);
  // Some tables have no entity, because only SQL reads them.
  const tables = new Set(declared.map(({ place }) => place.split('.')[0]));
  const described = columns.filter(({ place }) => tables.has(place.split('.')[0]));
  expect(declared.toSorted(byPlace)).toEqual(described.toSorted(byPlace));
});
const typeNames: Record<string, string> = {
  int: 'integer',
  'text[]': 'ARRAY',
  'timestamptz(3)': 'timestamp with time zone',
};

/** Creates a role that owns nothing; the superuser grants it the rights that the README names. */
async function ordinaryRole({ superuserConnectionString }: TestDatabase): Promise<string> {
  const url = new URL(superuserConnectionString);
  const name = `app_${url.pathname.slice(1)}`;
  const client = new Client({ connectionString: superuserConnectionString });
  await client.connect();
  await client.query(`create role ${name} login password 'app'`);
  await client.query(`grant usage on schema public to ${name}`);
  await client.end();
  url.username = name;
  url.password = 'app';
  return url.href;
}

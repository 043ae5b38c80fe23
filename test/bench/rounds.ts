import { readFile } from 'node:fs/promises';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { bootstrapTokens } from '@postern/database/tokens';
import { Client } from 'pg';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { startStack } from '../end-to-end/start-stack.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

/** Counts the probes of one scheduled round over 10,000 domains on 50 servers of each protocol. */
export async function run(options: readonly string[]): Promise<void> {
  const [domains, servers] = options.includes('--quick') ? [500, 10] : [10_000, 50];
  const stopServers = await startTestServers();
  const folder = await createPrivateFolder('rounds');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const start = (script: Parameters<typeof startScriptedServer>[0]) =>
    Promise.all(Array.from({ length: servers }, () => startScriptedServer(script, tls)));
  const [imap, smtp] = [await start(imapScript()), await start(smtpScript())];
  const ports = { imap: imap.map(({ port }) => port), smtp: smtp.map(({ port }) => port) };
  const test = await createTestDatabase();
  await migrateDatabase(test.connectionString);
  const database = await openDatabase(test.connectionString);
  const accountId = await bootstrapTokens(database, { superAdmin: null, operator: null });
  await database.close();
  const observer = new Client({ connectionString: test.superuserConnectionString });
  await observer.connect();
  await fill(observer, accountId, domains, ports);
  const started = performance.now();
  const stack = await startStack({
    databaseUrl: test.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: [...ports.imap, ...ports.smtp].join(),
      POSTERN_EGRESS_CA: authority.caFile,
    },
  });
  try {
    const isOver = async () =>
      (
        await observer.query(
          `select 1 from mail_settings where verification_at < now() - interval '1 hour' limit 1`,
        )
      ).rowCount === 0 &&
      (
        await observer.query(
          `select 1 from monitored_server where due_at < now() + interval '1 hour' limit 1`,
        )
      ).rowCount === 0;
    await waitUntil(isOver, 300_000);
    const count = (all: typeof imap) => all.reduce((sum, server) => sum + server.connections(), 0);
    console.log(
      `${domains} domains on ${servers} servers: ${count(imap)} IMAP and ${count(smtp)} SMTP probes, ` +
        `${((performance.now() - started) / 1000).toFixed(1)} s with the start`,
    );
    console.log(`ratio of probes to servers: ${((count(imap) + count(smtp)) / (2 * servers)).toFixed(2)}`);
  } finally {
    await stack.stop();
    await observer.end();
    await Promise.all([...imap, ...smtp].map((server) => server.close()));
    await test.drop();
    await folder.remove();
    await stopServers();
  }
}

/** Inserts domains that passed two days ago and whose servers are due to be measured. */
async function fill(
  client: Client,
  accountId: string,
  domains: number,
  ports: { imap: number[]; smtp: number[] },
): Promise<void> {
  await client.query(
    `insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls,
       smtp_host, smtp_port, smtp_tls, origin, created_by, updated_by, verification_state, verification_at)
     select gen_random_uuid(), $1, 'd' || n || '.example.com', 'd' || n || '.example.com', 'imap',
       '127.0.0.1', ($2::int[])[1 + n % cardinality($2::int[])], 'implicit',
       '127.0.0.1', ($3::int[])[1 + n % cardinality($3::int[])], 'implicit',
       'admin', 'bench', 'bench', 'passed', now() - interval '2 days'
     from generate_series(0, $4::int - 1) as n`,
    [accountId, ports.imap, ports.smtp, domains],
  );
  for (const endpoint of ['imap', 'smtp'] as const) {
    await client.query(
      `insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
       select gen_random_uuid(), '', $1, '127.0.0.1', port, 'implicit', '', now() from unnest($2::int[]) as port`,
      [endpoint, ports[endpoint]],
    );
    await client.query(
      `insert into monitored_domain (server_id, settings_id, account_id)
       select m.id, s.id, s.account_id from mail_settings s
       join monitored_server m on m.endpoint = $1 and m.port = s.${endpoint}_port`,
      [endpoint],
    );
  }
  await client.query(
    `insert into account_server (server_id, account_id, look_at)
     select distinct d.server_id, d.account_id, s.due_at from monitored_domain d join monitored_server s on s.id = d.server_id`,
  );
  await client.query('update monitored_account set turn_at = now()');
  await client.query('analyze');
}

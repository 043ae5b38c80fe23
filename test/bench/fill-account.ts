import { Client } from 'pg';

/**
 * Inserts the domains as the superuser, to whom the row-level security policies do not apply, because a million
 * saves over HTTP would take hours.
 */
export async function fillAccount(
  connectionString: string,
  accountId: string,
  domains: number,
): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(
    `insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls,
       smtp_host, smtp_port, smtp_tls, origin, created_by, updated_by)
     select gen_random_uuid(), $1, 'd' || n || '.example.com', 'd' || n || '.example.com', 'imap',
       'imap.example.com', 993, 'implicit', 'smtp.example.com', 587, 'starttls', 'admin', 'bench', 'bench'
     from generate_series(0, $2::int - 1) as n`,
    [accountId, domains],
  );
  await client.query('vacuum analyze mail_settings');
  await client.end();
}

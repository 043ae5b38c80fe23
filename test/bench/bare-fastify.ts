/**
 * The baseline of the populate benchmark, in its own process: a Fastify route with one prepared query and no
 * authentication. It prints its port and ends when its standard input ends. Arguments: connection string, account
 * id.
 */
import Fastify from 'fastify';
import pg from 'pg';

const [connectionString, accountId] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 20 });
const text = `select kind, imap_host, imap_port, imap_tls, smtp_host, smtp_port, smtp_tls, allow_non_secure_certificate,
  exchange_url, updated_at, verified_at from mail_settings where account_id = $1 and domain = $2`;
const app = Fastify();
app.get<{ Querystring: { email: string } }>('/', async (request) => {
  const domain = request.query.email.split('@')[1];
  const { rows } = await pool.query({ name: 'populate', text, values: [accountId, domain] });
  return rows[0] as object;
});
console.log(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
process.stdin.on('end', () => process.exit()).resume();

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { makeCertificates } from '../certificates/make-certificates.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { imapScript } from '../servers/imap-script.js';
import { startScriptedServer, type Script, type ScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { startStack, type Stack } from './start-stack.js';

let database: TestDatabase;
let observer: Client;
let stack: Stack;
let imap: ScriptedServer;
let smtp: ScriptedServer;
const seen = { imap: { now: 0, most: 0 }, smtp: { now: 0, most: 0 } };

/** Counts the conversations of a server, each from its TLS handshake to its LOGOUT or QUIT; each lasts half a second or more. */
function counted(name: 'imap' | 'smtp', script: Script): Script {
  const count = seen[name];
  return async (wire) => {
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    await wire.pause(500);
    await script(wire).finally(() => (count.now -= 1));
  };
}

beforeAll(async () => {
  const certificates = await makeCertificates();
  imap = await startScriptedServer(counted('imap', imapScript()), certificates.of('good'));
  smtp = await startScriptedServer(counted('smtp', smtpScript()), certificates.of('good'));
  database = await createTestDatabase();
  observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  stack = await startStack({
    databaseUrl: database.connectionString,
    redisUrl: `${process.env.TEST_REDIS_URL}/9`,
    environment: {
      POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}`,
      POSTERN_EGRESS_CA: certificates.caFile,
    },
  });
  for (let added = 1; added < 4; added += 1) stack.addWorker();
  await waitUntil(async () => (await observer.query('select 1 from worker')).rowCount === 4, 60_000);
}, 120_000);
afterAll(async () => {
  await stack.kill();
  await observer.end();
  await database.drop();
  await Promise.all([imap.close(), smtp.close()]);
});

test('R28 four workers have two conversations with a server at once, scheduled measurements included', async () => {
  const host = '127.0.0.1';
  const save = (n: number) =>
    stack.call('POST', '/v1/mail-settings', {
      domain: `d${n}.example.com`,
      kind: 'imap',
      imap: { host, port: imap.port, tls: 'implicit' },
      smtp: { host, port: smtp.port, tls: 'implicit' },
    });
  await Promise.all(Array.from({ length: 12 }, (_, n) => save(n)));
  await observer.query(`update monitored_server set due_at = now() - interval '1 second'`);
  const isQuiet = async () => {
    const { rowCount } = await observer.query(
      `select 1 from verification_job union all select 1 from monitored_server where due_at < now() limit 1`,
    );
    return rowCount === 0;
  };
  await waitUntil(isQuiet, 60_000);
  const { rows } = await observer.query(`select state, count(*)::int from verification group by state`);
  expect(rows).toEqual([{ state: 'passed', count: 12 }]);
  expect(seen.imap.most).toBe(2);
  expect(seen.smtp.most).toBe(2);
}, 120_000);

import { parseEnvironment } from '@postern/core/environment';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { noNames, refusedStart } from './refused-start.js';
import type { Chapter, Situation } from './situation.js';

const POSTERN_SECRET_KEY = Buffer.alloc(32).toString('base64');

function variable(fault: string, source: Readonly<Record<string, string>>): Situation {
  return { fault, run: async () => parseEnvironment(source, (path) => readFileSync(path, 'utf8')) };
}

/** Starts a worker with a variable that it refuses. */
function refused(fault: string, source: Readonly<Record<string, string>>): Situation {
  const environment = { DATABASE_URL: 'postgresql://db.example.com/postern', POSTERN_SECRET_KEY, ...source };
  return { fault, run: () => refusedStart({ environment, exitCode: 2 }) };
}

function databaseUrl(fault: string, DATABASE_URL: string): Situation {
  return variable(fault, { DATABASE_URL, POSTERN_SECRET_KEY });
}

const database = { DATABASE_URL: 'postgresql://127.0.0.1:1/postern', POSTERN_SECRET_KEY, ...noNames };

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = { ...database, PORT: String(port) };
  return await refusedStart({ command: 'api', environment }).finally(() => server.close());
}

/** Runs a command in a network namespace with the IPv4 loopback interface alone. */
const withoutIpv6 = [
  'unshare',
  '--net',
  'sh',
  '-c',
  'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; ip link set lo up; exec "$0" "$@"',
];

/** Variables that are refused before anything is started. */
export const environmentFaults: Chapter = {
  heading: 'The environment',
  conceal: (message) => message.replaceAll(/Port \d+/g, 'Port 3000'),
  situations: [
    refused('A variable is misspelled', { POSTERN_EGRES_PORTS: '25' }),
    variable('`PORT` is no number', { PORT: 'http' }),
    variable('`POSTERN_EGRESS_PORTS` names a port that does not exist', { POSTERN_EGRESS_PORTS: '25,70000' }),
    variable('`POSTERN_EGRESS_ALLOW` is no list of prefixes', { POSTERN_EGRESS_ALLOW: '10.0.0.0/33' }),
    variable('`POSTERN_WORKER_METRICS` has no port', { POSTERN_WORKER_METRICS: '10.0.0.8' }),
    refused('`POSTERN_RESOLVER` is a name', { POSTERN_RESOLVER: 'dns.example.com' }),
    variable('`POSTERN_DATA_CENTER` has a capital letter', { POSTERN_DATA_CENTER: 'EU1' }),
    variable('`POSTERN_SECRET_KEY` is too short', { POSTERN_SECRET_KEY: btoa('short') }),
    variable('`DATABASE_URL` is set and `POSTERN_SECRET_KEY` is not', {
      DATABASE_URL: 'postgresql://db/postern',
    }),
    refused('`POSTERN_SECRET_KEY_FILE` names a file that does not exist', {
      POSTERN_SECRET_KEY: '',
      POSTERN_SECRET_KEY_FILE: '/run/credentials/postern/secret-key',
    }),
    variable('`POSTERN_SECRET_KEY_FILE` names an empty file', { POSTERN_SECRET_KEY_FILE: '/dev/null' }),
    variable('A secret is in a variable and in a file', {
      POSTERN_OPERATOR_TOKEN: 'a'.repeat(32),
      POSTERN_OPERATOR_TOKEN_FILE: '/dev/null',
    }),
    databaseUrl('`DATABASE_URL` is a URL of MySQL', 'mysql://db/postern'),
    databaseUrl('`DATABASE_URL` names two hosts', 'postgresql://db1,db2/postern'),
    databaseUrl(
      '`DATABASE_URL` has a parameter that would be ignored',
      'postgresql://db/postern?target_session_attrs=any',
    ),
    databaseUrl('`sslmode` is misspelled', 'postgresql://db/postern?sslmode=verify_full'),
    databaseUrl('`sslmode=verify-ca` without an authority', 'postgresql://db/postern?sslmode=verify-ca'),
    databaseUrl(
      '`sslmode=verify-full` with an IP address',
      'postgresql://192.0.2.1/postern?sslmode=verify-full',
    ),
    { fault: 'Another program listens on `PORT`', run: takenPort },
    {
      fault: '`HOST` belongs to another machine',
      run: () => refusedStart({ command: 'api', environment: { ...database, HOST: '192.0.2.1' } }),
    },
    {
      fault: '`HOST` is an IPv6 address, and the machine has no IPv6',
      needs: ['root', 'ip'],
      run: () =>
        refusedStart({
          command: 'api',
          environment: { ...database, HOST: '::1' },
          prefix: withoutIpv6,
          isFoundByDoctor: false, // It runs in this process, whose machine has IPv6.
        }),
    },
    {
      fault: '`POSTERN_EGRESS_ADDRESS` belongs to another machine',
      run: () => refusedStart({ environment: { ...database, POSTERN_EGRESS_ADDRESS: '192.0.2.1' } }),
    },
  ],
};

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startZoneServer } from '@postern/discovery/test/world/dns-zone-server';
import type { ScriptedName } from '@postern/discovery/test/world/scenario';
import { parseEnvironment } from '@postern/core/environment';
import type { Discovery } from '@postern/core/discovery';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { bindProbe, type BoundProbe } from '@postern/worker/bind-probe';
import { ConversationTurns } from '@postern/worker/conversation-turns';
import { discoverServers, type DiscoverParts } from '@postern/worker/discover-servers';
import { Client } from 'pg';
import { pino } from 'pino';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { markDispatched } from './mark-dispatched.js';
import { startTestApi, type TestApi } from './start-test-api.js';

type Who = 'super-admin' | 'member';

/** An API, and a worker that looks for servers in a public database of its own. */
export type TestDiscoveries = {
  readonly api: TestApi;
  /** A superuser of the database. */
  readonly observer: Client;
  readonly bound: BoundProbe;
  readonly parts: DiscoverParts;
  /** What DNS knows besides; at the start no name exists. */
  readonly names: Map<string, ScriptedName>;
  /** Asks the API for a discovery. */
  start(body: object, who?: Who): Promise<Discovery & { status: number }>;
  read(id: string, token?: string): Promise<{ status: number; body: Discovery }>;
  /** Runs a discovery in the worker. */
  run(id: string, changed?: DiscoverParts): ReturnType<typeof discoverServers>;
  /** Reads a discovery that has ended; a read is shared for 100 ms, so the first may be older than the end. */
  readDone(id: string, token?: string): Promise<Discovery>;
  /** Writes what the public database says of these domains: servers `imap.<host>` and `smtp.<host>`. */
  publish(domains: readonly string[], host: string): Promise<void>;
  stop(): Promise<void>;
};

/** Starts them; the worker may connect to this machine. DNS knows no name, so that only the public database answers. */
export async function startDiscoveries(): Promise<TestDiscoveries> {
  const key = Buffer.alloc(32, 7).toString('base64');
  const log = pino({ level: 'silent' });
  const troubles = new TroubleEpisodes(log);
  const api = await startTestApi({ settings: { secretKeys: [key] } });
  const observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
  const names = new Map<string, ScriptedName>();
  const dnsPort = await reservePort();
  const closeDns = await startZoneServer('127.0.0.1', names, { port: dnsPort });
  const folder = await createPrivateFolder('discover');
  const turns = new ConversationTurns(api.database, '00000000-0000-7000-8000-000000000000', troubles, log);
  const variables = {
    POSTERN_RESOLVER: `127.0.0.1:${dnsPort}`,
    POSTERN_ISPDB: folder.path,
    POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
  };
  const environment = parseEnvironment(variables, () => '');
  const bound = await bindProbe(environment, { closed: () => [], turns, log }, () => undefined);
  const sealer = createSecretSealer([key]);
  const parts = { database: api.database, sealer, discover: bound.discover, troubles, log };
  const read: TestDiscoveries['read'] = async (id, token = api.account.tokens['super-admin']) => {
    const { status, body } = await api.call('GET', `/v1/discoveries/${id}`, { token });
    return { status, body: body as unknown as Discovery };
  };
  return {
    api,
    observer,
    bound,
    parts,
    names,
    read,
    async start(body, who = 'super-admin') {
      const token = api.account.tokens[who];
      const answer = await api.call('POST', '/v1/discoveries', { token, body });
      return { ...(answer.body as unknown as Discovery), status: answer.status };
    },
    async run(id, changed = parts) {
      await markDispatched(api.database, id);
      return discoverServers(changed, id);
    },
    async readDone(id, token) {
      await waitUntil(async () => (await read(id, token)).body.state === 'done');
      return (await read(id, token)).body;
    },
    publish: (domains, host) => writeFile(join(folder.path, `${domains[0]}.xml`), documentOf(domains, host)),
    async stop() {
      turns.close();
      await bound.close();
      closeDns();
      await observer.end();
      await api.stop();
      await folder.remove();
    },
  };
}

/** A document of Mail Autoconfig for some domains; the user name of SMTP is the local part of the address. */
function documentOf(domains: readonly string[], host: string): string {
  const server = (type: string, element: string, port: number) =>
    `<${element} type="${type}"><hostname>${type}.${host}</hostname><port>${port}</port>
      <socketType>SSL</socketType><username>%EMAILLOCALPART%</username>
      <authentication>password-cleartext</authentication></${element}>`;
  return `<clientConfig version="1.1"><emailProvider id="example.com">
    ${domains.map((name) => `<domain>${name}</domain>`).join('')}
    ${server('imap', 'incomingServer', 993)}${server('smtp', 'outgoingServer', 465)}
    </emailProvider></clientConfig>`;
}

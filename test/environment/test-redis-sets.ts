import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reservePort, waitForPort } from '../servers/loopback-port.js';
import { askRedis } from './ask-redis.js';
import { waitUntil } from './wait-until.js';
import { endingWithParent } from '../servers/ending-with-parent.js';

/** Several Redis processes that make one master available. */
export type RedisSet = {
  readonly url: string;
  /** The port of the server that takes the writes of the queue now. */
  master(): Promise<number>;
  /** Kills the server that takes the writes; resolves when another one has taken its place. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
};

type Node = { readonly port: number; readonly child: ChildProcess };

/** Starts a master, a replica and three Sentinels, which replace a master that is away for 0.5 s. */
export async function startSentinels(program: string): Promise<RedisSet> {
  const nodes = await startNodes(program);
  const [master, replica] = [await nodes.start([]), await nodes.start([])];
  await askRedis(replica.port, 'REPLICAOF', '127.0.0.1', master.port);
  const sentinels = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const file = join(nodes.directory, `sentinel-${number}.conf`);
      const lines = [
        `sentinel monitor mymaster 127.0.0.1 ${master.port} 2`,
        'sentinel down-after-milliseconds mymaster 500',
        'sentinel failover-timeout mymaster 3000',
      ];
      await writeFile(file, `${lines.join('\n')}\n`);
      return nodes.start([], [file, '--sentinel']);
    }),
  );
  const masterPort = async () =>
    Number(
      (await askRedis(sentinels[0]!.port, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')).split('\n')[1],
    );
  const knows = (count: RegExp) => async () =>
    (await Promise.all(sentinels.map(({ port }) => askRedis(port, 'INFO', 'sentinel')))).every((text) =>
      count.test(text),
    );
  await waitUntil(knows(/slaves=1,sentinels=3/), 20_000);
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join()}/mymaster`,
    master: masterPort,
    async failOver() {
      master.child.kill('SIGKILL');
      await waitUntil(async () => (await masterPort()) === replica.port, 20_000);
    },
    stop: nodes.stop,
  };
}

const clusterOptions = [
  '--cluster-enabled',
  'yes',
  '--cluster-node-timeout',
  '1000',
  '--cluster-replica-validity-factor',
  '0',
];

/** Starts a Cluster of three masters, of which each has a replica. */
export async function startCluster(program: string): Promise<RedisSet> {
  const nodes = await startNodes(program);
  const started: Node[] = [];
  // The default is the port plus 10,000, which an outgoing connection may have.
  const busPorts: number[] = [];
  for (let number = 0; number < 6; number += 1) {
    const busPort = await reservePort();
    busPorts.push(busPort);
    const own = ['--cluster-config-file', `nodes-${number}.conf`, '--cluster-port', String(busPort)];
    started.push(await nodes.start([...clusterOptions, ...own]));
  }
  const ports = started.map(({ port }) => port);
  const slots = [
    [0, 5460],
    [5461, 10_922],
    [10_923, 16_383],
  ] as const;
  for (const [place, [first, last]] of slots.entries())
    await askRedis(ports[place]!, 'CLUSTER', 'ADDSLOTSRANGE', first, last);
  for (const [place, port] of ports.entries())
    if (place > 0) await askRedis(ports[0]!, 'CLUSTER', 'MEET', '127.0.0.1', port, busPorts[place]!);
  const everyKnows = (pattern: RegExp) => async () =>
    (await Promise.all(ports.map((port) => askRedis(port, 'CLUSTER', 'INFO')))).every((text) =>
      pattern.test(text),
    );
  await waitUntil(everyKnows(/cluster_known_nodes:6/), 20_000);
  for (const [place, port] of ports.slice(3).entries()) {
    const id = await askRedis(ports[place]!, 'CLUSTER', 'MYID');
    await waitUntil(async () => (await askRedis(port, 'CLUSTER', 'REPLICATE', id)) === 'OK');
  }
  await waitUntil(everyKnows(/cluster_state:ok/), 20_000);
  const isMaster = async (port: number) =>
    (await askRedis(port, 'INFO', 'replication')).includes('role:master');
  /** The place of the first master of the queue's slot. */
  const placeOfQueue = async () => {
    const alive = started.find(({ child }) => child.signalCode === null)!;
    const slot = Number(await askRedis(alive.port, 'CLUSTER', 'KEYSLOT', '{bull}'));
    return slots.findIndex(([first, last]) => slot >= first && slot <= last);
  };
  return {
    url: `redis+cluster://${ports.map((port) => `127.0.0.1:${port}`).join()}`,
    async master() {
      const place = await placeOfQueue();
      return ports[started[place]!.child.signalCode === null ? place : place + 3]!;
    },
    /** Kills the master of the queue's slot. */
    async failOver() {
      const place = await placeOfQueue();
      const killed = started[place]!.child;
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      await waitUntil(() => isMaster(ports[place + 3]!), 20_000);
    },
    stop: nodes.stop,
  };
}

async function startNodes(program: string) {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-redis-set-'));
  const children: ChildProcess[] = [];
  return {
    directory,
    async start(options: readonly string[], first: readonly string[] = []): Promise<Node> {
      const port = await reservePort();
      const plain =
        first.length > 0 ? [] : ['--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0'];
      const values = [
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--dir',
        directory,
        ...plain,
        ...options,
      ];
      const child = spawn(...endingWithParent('KILL', program, [...first, ...values]), { stdio: 'ignore' });
      children.push(child);
      await waitForPort(port, () => child.exitCode === null);
      return { port, child };
    },
    async stop(): Promise<void> {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

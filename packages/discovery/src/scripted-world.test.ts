import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith } from '@postern/test/environment/describe-with';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { describeCandidate, type WorldOutcome } from '../test/world/outcome.js';
import { scenarios } from '../test/world/scenarios.js';

/** The longest time that a discovery may take, without the pauses of its process. */
const mostMs = 5_000;

describeWith(['ip', 'openssl', 'root'], 'discoveries in a scripted world', () => {
  let world: WorldOutcome;
  let folder: { readonly path: string; remove(): Promise<void> };

  beforeAll(async () => {
    folder = await createPrivateFolder('discovery-world');
    world = await runWorld(folder.path);
  }, 120_000);
  afterAll(() => folder.remove());

  test.each(scenarios)(
    'R16 $title ($domain)',
    ({ domain, isTimed, candidates, attempts = {}, findings, username }) => {
      const { result, seen, runMs } = world.outcomes[domain]!;
      expect(result.candidates.map(describeCandidate)).toEqual(candidates);
      expect(result.candidates.map(({ rank }) => rank)).toEqual(candidates.map((_, index) => index + 1));
      for (const [source, expected] of Object.entries(attempts)) {
        const own = result.sources.filter((attempt) => attempt.source === source);
        const told = own.map(({ state, code }, index) => (state === expected[index] ? state : code));
        expect(told).toEqual(expected);
      }
      const [best] = result.candidates;
      if (findings !== undefined) expect(best?.findings.map(({ code }) => code)).toEqual(findings);
      if (username !== undefined) expect(best?.username.value).toBe(username);
      // Each question has an outcome with its reason and its time, and was reported when it ended.
      expect(result.sources.length).toBe(seen);
      for (const { state, code, detail, durationMs, trust } of result.sources) {
        expect([code === null, detail === null, trust !== null]).toEqual(Array(3).fill(state === 'found'));
        expect(durationMs).toBeGreaterThanOrEqual(0);
      }
      if (isTimed) expect(runMs).toBeLessThanOrEqual(mostMs);
      expect(JSON.stringify(result)).not.toContain('canary');
    },
  );

  test('the README names domains of this world for each mistake of other programs', () => {
    const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = text.split('## Mistakes of other programs')[1]!.match(/^\| .*\.example.*$/gm)!;
    const named = rows.map((row) => row.match(/[a-z-]+\.example/g)!);
    expect(named).toHaveLength(16);
    const known = new Set(scenarios.map(({ domain }) => domain));
    expect(named.flat().filter((domain) => !known.has(domain))).toEqual([]);
  });

  test('at least 60 domains are discovered, each under a name of its own', () => {
    expect(new Set(scenarios.map(({ domain }) => domain)).size).toBe(scenarios.length);
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
  });

  test('no packet is sent to a blocked address, redirects and rebinding included, and some to a silent one', () => {
    expect(world.blockedPackets).toBe(0);
    expect(world.silentPackets).toBeGreaterThan(0);
  });

  test('no request is made over http or to the proxy of the environment, and none with credentials, cookies or another method', () => {
    expect(world.httpConnections).toBe(0);
    expect(world.forbiddenHeaders).toEqual([]);
    expect(world.requests.filter((request) => !request.startsWith('https://'))).toEqual([]);
    expect(world.requests.length).toBeGreaterThan(60);
  });

  test('an address is sent to nobody but Autodiscover, and only if it was given', () => {
    const withAddress = world.requests.filter((request) => /%40|@|jane/.test(request));
    expect(withAddress.every((request) => request.startsWith('https://autodiscover.'))).toBe(true);
    const given = withAddress.filter((request) => !request.includes('postern%40'));
    expect(new Set(given.map((request) => new URL(request).searchParams.get('Email')))).toEqual(
      new Set(['jane.doe+crm@dotted.example']),
    );
  });
});

/** Runs the world in a network namespace with an interface for blocked and one for silent addresses. */
async function runWorld(folder: string): Promise<WorldOutcome> {
  const hooks = fileURLToPath(new URL('../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const program = fileURLToPath(new URL('../test/world/run-world.ts', import.meta.url));
  // An interface sends nothing by itself: without IPv6 there is no router to look for.
  const addInterface = (name: string, address: string) => [
    `ip link add ${name} type veth peer name ${name}-end`,
    `ip link set ${name} addrgenmode none`,
    `ip address add ${address} dev ${name}`,
    `ip link set ${name}-end up`,
    `ip link set ${name} up`,
  ];
  const inside = [
    'ip link set lo up',
    ...addInterface('far', '10.1.1.200/32'),
    ...addInterface('silent', '192.0.2.200/24'),
    'ip route add default dev far',
    'ip neighbour add 192.0.2.1 lladdr 02:00:00:00:00:01 dev silent',
    'exec "$0" --import "$1" "$2" "$3"',
  ].join(' && ');
  const command = ['-n', 'sh', '-c', inside, process.execPath, hooks, program, folder];
  // A proxy that nobody may use: the http server of the world, which counts connections.
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: 'http://127.0.0.1:80' };
  const { stdout } = await promisify(execFile)('unshare', command, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as WorldOutcome;
}

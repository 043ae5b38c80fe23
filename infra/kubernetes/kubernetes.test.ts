import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeEnvironment, parseEnvironment } from '@postern/core/environment';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { reservePort } from '@postern/test/servers/loopback-port';
import { cleanEnvironment, posternEntry, runPostern } from '@postern/test/servers/run-postern';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readManifests, type Container, type Manifest } from './manifests.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests();
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string) =>
  ofKind(kind).find(({ metadata }) => metadata.name === name)!.spec!;
const workloads = [...ofKind('Deployment'), ...ofKind('Job')].map(({ spec }) => spec!.template!);
const containers = workloads.flatMap(({ spec }) => spec.containers);
const shared = ofKind('ConfigMap')[0]!.data!;
const environmentOf = ({ env }: Container): Record<string, string> => ({
  ...shared,
  ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
});
const container = (name: string) => containers.find((found) => found.name === name)!;
const portOf = (found: Container, name: string) =>
  found.ports!.find((port) => port.name === name)!.containerPort;

const noFile = () => '';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-kubernetes-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('kustomization.yaml lists every manifest', () => {
  const files = globSync('*.yaml', { cwd: join(root, 'infra/kubernetes') });
  expect(files).toHaveLength(6);
  const kinds = manifests.map(({ kind }) => kind).toSorted();
  expect(kinds.join(' ')).toBe(
    'ConfigMap Deployment Deployment HorizontalPodAutoscaler Job NetworkPolicy NetworkPolicy NetworkPolicy ' +
      'PodDisruptionBudget PodDisruptionBudget Service',
  );
});

/** Writes a manifest as a value of the type that Kubernetes' OpenAPI document gives its kind, for the compiler to check. */
function typed({ apiVersion, kind, ...rest }: Manifest, index: number): string {
  const path = apiVersion === 'v1' ? 'core/v1' : apiVersion.replace('.k8s.io', '');
  const value = JSON.stringify({ apiVersion, kind, ...rest });
  return `import type { ${kind} as Type${index} } from 'kubernetes-types/${path}';\nexport const value${index}: Type${index} = ${value};\n`;
}

async function compile(found: readonly Manifest[]): Promise<string> {
  await writeFile(join(folder, 'manifests.ts'), found.map(typed).join(''));
  const paths = { 'kubernetes-types/*': [join(root, 'node_modules/kubernetes-types/*')] };
  const compilerOptions = {
    strict: true,
    noEmit: true,
    moduleResolution: 'bundler',
    module: 'esnext',
    types: [],
    paths,
  };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['manifests.ts'] }),
  );
  return await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

test('every manifest has the fields of its kind in Kubernetes, and no others', async () => {
  expect(await compile(manifests)).toBe('');
  const [first] = ofKind('NetworkPolicy');
  const misspelled = { ...first!, spec: { ...first!.spec, podSelectors: {} } };
  expect(await compile([misspelled])).toMatch(/podSelectors.* does not exist/);
});

test('every selector selects the pods of a workload', () => {
  const selectors = manifests.flatMap(({ kind, spec }) => {
    if (kind === 'Service') return [spec!.selector as Record<string, string>];
    return [spec?.selector?.matchLabels, spec?.podSelector?.matchLabels].filter(
      (labels) => labels !== undefined,
    );
  });
  expect(selectors.length).toBeGreaterThan(6);
  const unmatched = selectors.filter(
    (labels) =>
      !workloads.some(({ metadata }) =>
        Object.entries(labels).every(([name, value]) => metadata.labels[name] === value),
      ),
  );
  expect(unmatched).toEqual([]);
});

describe('the environment', () => {
  test('names variables of “postern environment” only', () => {
    const known = describeEnvironment().flatMap(({ name, file }) => [name, file]);
    const names = containers.flatMap((found) => Object.keys(environmentOf(found)));
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('has no variable that Kubernetes sets for the Service postern-api, because Postern refuses it', () => {
    const link = { POSTERN_API_PORT: 'tcp://10.0.0.1:80' };
    expect(() => parseEnvironment(link, noFile)).toThrow('POSTERN_API_PORT is not a variable of Postern');
    expect(workloads.map(({ spec }) => spec.enableServiceLinks)).toEqual([false, false, false]);
  });
});

describe('the network policies', () => {
  const tcp = (name: string, direction: 'ingress' | 'egress') =>
    named('NetworkPolicy', name)
      [direction]!.flatMap(({ ports }) => ports)
      .filter(({ protocol }) => protocol === 'TCP')
      .map(({ port }) => port);

  test('let a worker reach the ports that may be probed', () => {
    expect(tcp('postern-worker', 'egress')).toEqual(parseEnvironment({}, noFile).POSTERN_EGRESS_PORTS);
  });

  test('let every pod reach DNS, PostgreSQL and Redis', () => {
    expect(tcp('postern', 'egress')).toEqual([53, 5432, 6379]);
  });

  test('let others reach the ports that api and worker listen on', () => {
    expect(tcp('postern-api', 'ingress')).toEqual([portOf(container('api'), 'http')]);
    expect(String(portOf(container('api'), 'http'))).toBe(environmentOf(container('api'))['PORT']);
    expect(tcp('postern-worker', 'ingress')).toEqual([portOf(container('worker'), 'metrics')]);
    expect(environmentOf(container('worker'))['POSTERN_WORKER_METRICS']).toBe(
      `0.0.0.0:${portOf(container('worker'), 'metrics')}`,
    );
  });
});

describe('the processes, with the environment of their manifests', () => {
  const children: ChildProcess[] = [];
  const ports: Record<string, number> = {};
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    ports['api'] = await reservePort();
    ports['worker'] = await reservePort();
  });
  afterAll(async () => {
    const ends = children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ends);
    await database.drop();
  });

  /** The container's environment, with the files of the Secret in a folder, without Redis, on a free port. */
  async function environment(found: Container): Promise<Record<string, string>> {
    const secrets: Record<string, string> = {
      'database-url': database.connectionString,
      'database-migration-url': database.connectionString,
      'secret-key': Buffer.alloc(32, 9).toString('base64'),
    };
    const { REDIS_URL_FILE, ...rest } = environmentOf(found);
    expect(basename(REDIS_URL_FILE!)).toBe('redis-url');
    for (const [name, value] of Object.entries(rest)) {
      if (!name.endsWith('_FILE')) continue;
      rest[name] = join(folder, basename(value));
      await writeFile(rest[name], secrets[basename(value)]!);
    }
    if (found.name === 'api') rest['PORT'] = String(ports['api']);
    if (found.name === 'worker') rest['POSTERN_WORKER_METRICS'] = `0.0.0.0:${ports['worker']}`;
    return rest;
  }

  test('the Job makes the schema, and a token can be made as README.md says', async () => {
    const migrate = container('migrate');
    expect((await runPostern(migrate.args, await environment(migrate))).stdout).toContain('Applied: ');
    const readme = await readFile(join(root, 'infra/kubernetes/README.md'), 'utf8');
    const [, command] = /exec deployment\/postern-api -- postern ([^`]+)`/.exec(readme)!;
    const made = await runPostern(command!.split(' '), await environment(container('api')));
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^postern_\S+\n$/) });
  }, 90_000);

  test.each(['api', 'worker'])(
    '%s answers each of its probes',
    async (name) => {
      const found = container(name);
      const env = { ...cleanEnvironment(), ...(await environment(found)) };
      children.push(spawn(process.execPath, [posternEntry, ...found.args], { env, stdio: 'ignore' }));
      const probes = [found.startupProbe, found.readinessProbe, found.livenessProbe].filter(
        (probe) => probe !== undefined,
      );
      expect(probes.length).toBeGreaterThan(1);
      for (const { httpGet } of probes) {
        expect(portOf(found, httpGet.port)).toBeGreaterThan(0);
        await waitUntil(async () => {
          const answer = await fetch(`http://127.0.0.1:${ports[name]}${httpGet.path}`).catch(() => null);
          return answer?.status === 200;
        }, 90_000);
      }
    },
    100_000,
  );
});

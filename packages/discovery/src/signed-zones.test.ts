import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith } from '@postern/test/environment/describe-with';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { describeCandidate } from '../test/world/outcome.js';
import { standardServers } from '../test/world/scenario-documents.js';
import type { DiscoveryResult } from './discover.js';

describeWith(['ip', 'knot', 'openssl', 'root', 'unbound'], 'zones behind a validating resolver', () => {
  let results: Record<string, DiscoveryResult>;
  let folder: { readonly path: string; remove(): Promise<void> };

  beforeAll(async () => {
    folder = await createPrivateFolder('signed-zones');
    const hooks = fileURLToPath(new URL('../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
    const program = fileURLToPath(new URL('../test/world/run-signed-zones.ts', import.meta.url));
    const inside = 'ip link set lo up && exec "$0" --import "$1" "$2" "$3"';
    const command = ['-n', 'sh', '-c', inside, process.execPath, hooks, program, folder.path];
    const { stdout } = await promisify(execFile)('unshare', command, { maxBuffer: 16 * 1024 * 1024 });
    results = JSON.parse(stdout) as typeof results;
  }, 120_000);
  afterAll(() => folder.remove());

  const provider = [
    (trust: string) => `mx-autoconfig ${trust} ${standardServers('autoconfig.provider.example')}`,
    (trust: string) => `mx-ispdb ${trust} ${standardServers('ispdb.provider.example')}`,
  ] as const;

  test('R16 records that the resolver has validated are verified, but not what the ISPDB says about the provider', () => {
    expect(results['signed.example']!.candidates.map(describeCandidate)).toEqual([
      provider[0]('verified'),
      provider[1]('third-party'),
      `srv verified ${standardServers('signed.example')}`,
    ]);
  });

  test('R16 records of an unsigned zone are only as good as the DNS', () => {
    expect(results['unsigned.example']!.candidates.map(describeCandidate)).toEqual([
      provider[0]('dns'),
      provider[1]('dns'),
      `srv dns ${standardServers('unsigned.example')}`,
    ]);
  });

  test('R16 records with wrong signatures are not used, and do not count as missing', () => {
    const { candidates, sources } = results['bogus.example']!;
    expect(candidates).toEqual([]);
    expect(sources.filter(({ source }) => source === 'mx' || source === 'srv')).toMatchObject([
      { source: 'mx', state: 'unreachable', code: 'dns-temporary' },
      { source: 'srv', state: 'unreachable', code: 'dns-temporary' },
    ]);
  });
});

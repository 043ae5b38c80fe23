import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allTargets } from '@postern/terraform/all-targets';

/**
 * The CPU seconds that Aerleon took to render the same number of prefixes, of its own renderers for the same devices
 * (`nftables`, `iptables`, `paloalto`, `cisco`, `fortigate`).
 */
const aerleonSeconds: Readonly<Record<string, number>> = {
  nftables: 1.25,
  iptables: 17.2,
  paloalto: 4.3,
  'cisco-asa': 2.3,
  fortigate: 1.9,
};
/** A process that renders 22,000 prefixes must take less memory than this. */
const memoryLimit = 150 * 2 ** 20;

/**
 * Runs `postern firewall <target>` for 20,000 IPv4 and 2,000 IPv6 prefixes, once for each target, and prints the CPU
 * time and the peak memory of the whole process: start, reading and checking the list, rendering, writing.
 */
export async function measureRenderers(list: readonly string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  try {
    const allowlist = join(directory, 'allowlist.json');
    writeFileSync(allowlist, JSON.stringify(documentOf(list)));
    for (const { id } of await allTargets()) printCost(id, runProcess(id, directory, allowlist));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

type Cost = { readonly seconds: number; readonly bytes: number };

function printCost(id: string, { seconds, bytes }: Cost): void {
  const theirs = aerleonSeconds[id];
  const ratio = theirs === undefined ? '' : `, Aerleon ${theirs} s, ratio ${(theirs / seconds).toFixed(2)}`;
  const memory = `${Math.round(bytes / 2 ** 20)} MB${bytes > memoryLimit ? ', above the limit of 150 MB' : ''}`;
  console.log(`process ${id}: ${seconds.toFixed(2)} s CPU, ${memory}${ratio}`);
}

/** The program prints its own resources when it ends, because a parent cannot ask for those of one child. */
const reportAtExit = `data:text/javascript,process.on('exit',()=>{const{userCPUTime,systemCPUTime,maxRSS}=process.resourceUsage();process.stderr.write(JSON.stringify({seconds:(userCPUTime+systemCPUTime)/1e6,bytes:maxRSS*1024})+'\\n')})`;

function runProcess(id: string, directory: string, allowlist: string): Cost {
  const servers = ['--imap', 'mail.example.com:993', '--smtp', 'mail.example.com:465'];
  const output = ['--out', join(directory, id)];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', reportAtExit, 'apps/cli/dist/main.js', 'firewall', id, '--allowlist', allowlist].concat(
      servers,
      output,
    ),
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`postern firewall ${id} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as Cost;
}

function documentOf(list: readonly string[]) {
  const entries = list.map((cidr, index) => ({ cidr, protocol: index % 2 === 0 ? 'imap' : 'smtp' }));
  const head = { schema: 'postern-allowlist/1', vendor: 'Bench', revision: 2, sha256: '0'.repeat(64) };
  return { ...head, publishedAt: '2026-11-23T00:00:00Z', dataCenters: [], entries };
}

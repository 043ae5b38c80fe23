import { readFileSync } from 'node:fs';
import { isPrefix, parseEntry } from '@postern/core/prefix';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { measureServer } from '@postern/mail-probe/measure-server';

/**
 * Runs in a network namespace of its own. Probes the addresses of the command line, first with an egress policy
 * that allows none of them, then with one that allows them, and prints as JSON how many packets were sent in each
 * round.
 */
const addresses = process.argv.slice(2);
const allowed = addresses.map(parseEntry).filter(isPrefix);

async function countPackets(allow: typeof allowed): Promise<{ packets: number; codes: string[] }> {
  const before = transmitted();
  const policy = createEgressPolicy({ allow, ports: [993], closed: [] });
  const codes: string[] = [];
  for (const host of addresses) {
    const target = { endpoint: 'imap', host, port: 993, tls: 'implicit', path: '' } as const;
    const report = await measureServer(target, { policy, retryDelaysMs: [], limits: { connectMs: 300 } });
    codes.push(report.steps.at(-1)?.failure?.code ?? 'passed');
  }
  return { packets: transmitted() - before, codes };
}

/** Returns the number of packets that the interfaces of this namespace have sent (proc(5), /proc/net/dev). */
function transmitted(): number {
  const lines = readFileSync('/proc/net/dev', 'utf8').trim().split('\n').slice(2);
  return lines.reduce((sum, line) => sum + Number(line.trim().split(/[\s:]+/)[10]), 0);
}

process.stdout.write(
  JSON.stringify({ blocked: await countPackets([]), allowed: await countPackets(allowed) }),
);

import { z } from 'zod';
import { joinSources, readPorts, readPrefix, Unreadable, type PortRange } from './deployed-rules.js';
import type { CloudRule, TerraformResource } from './terraform-resources.js';

const words = z.array(z.string()).nullish();
const protocols = z.array(z.object({ protocol: z.string(), ports: words })).nullish();
const valuesSchema = z.object({
  direction: z.string().nullish(),
  disabled: z.boolean().nullish(),
  priority: z.union([z.number(), z.string()]).nullish(),
  source_ranges: words,
  source_tags: words,
  source_service_accounts: words,
  destination_ranges: words,
  target_tags: words,
  target_service_accounts: words,
  allow: protocols,
  deny: protocols,
});
type Values = z.output<typeof valuesSchema>;

/**
 * The ingress rules of VPC networks. Servers are not told apart: a rule names the network tags of instances. Of rules with
 * the same priority, those that deny come first.
 */
export function googleRules(resources: readonly TerraformResource[]) {
  const read = resources
    .filter(({ type }) => type === 'google_compute_firewall')
    .flatMap(({ name, values }) => {
      const parsed = valuesSchema.safeParse(values);
      if (!parsed.success) throw new Unreadable(`The firewall rule ${name} is incomplete`);
      const isIngress = (parsed.data.direction ?? 'INGRESS').toUpperCase() === 'INGRESS';
      return isIngress && parsed.data.disabled !== true ? [{ name, values: parsed.data }] : [];
    })
    .toSorted((a, b) => rankOf(a.values) - rankOf(b.values));
  const unread = read
    .filter(({ values }) =>
      [
        values.source_tags,
        values.source_service_accounts,
        values.target_service_accounts,
        values.destination_ranges,
      ].some((list) => (list ?? []).length > 0),
    )
    .map(
      ({ name }) =>
        `The firewall rule ${name} names sources or targets in another way than by ranges and tags`,
    );
  return { rules: read.flatMap(({ name, values }) => ruleOf(name, values) ?? []), unread };
}

/** An expression for the priority, in a configuration, counts as the default. */
function rankOf({ priority, deny }: Values): number {
  return (typeof priority === 'number' ? priority : 1000) * 2 + ((deny ?? []).length > 0 ? 0 : 1);
}

/** Null for a rule that says nothing about TCP. */
function ruleOf(name: string, values: Values): CloudRule | null {
  const isDeny = (values.deny ?? []).length > 0;
  const ports = portsOf((isDeny ? values.deny : values.allow) ?? []);
  if (ports !== 'any' && ports.length === 0) return null;
  const sources = joinSources((values.source_ranges ?? []).map(readRange));
  return {
    rule: {
      action: isDeny ? 'deny' : 'allow',
      sources,
      destinations: 'any',
      ports,
      isOurs: true,
      line: name,
    },
    guards: JSON.stringify((values.target_tags ?? []).toSorted()),
  };
}

function portsOf(
  entries: readonly { protocol: string; ports?: string[] | null | undefined }[],
): PortRange[] | 'any' {
  const tcp = entries.filter(({ protocol }) => ['tcp', '6', 'all'].includes(protocol.toLowerCase()));
  if (tcp.some(({ ports }) => (ports ?? []).length === 0)) return 'any';
  return tcp.flatMap(({ ports }) => (ports ?? []).map(readPorts));
}

/** A range that covers a whole family stays of that family. */
function readRange(text: string) {
  if (text === '0.0.0.0/0') return [{ family: 4 as const, value: 0n, length: 0 }];
  if (text === '::/0') return [{ family: 6 as const, value: 0n, length: 0 }];
  return [readPrefix(text)];
}

import { z } from 'zod';
import {
  joinSources,
  readPorts,
  readPrefix,
  readSource,
  Unreadable,
  type DeployedRule,
} from './deployed-rules.js';
import type { CloudRule, TerraformResource } from './terraform-resources.js';

const words = z.array(z.string()).nullish();
const word = z.string().nullish();
const valuesSchema = z.object({
  access: z.string(),
  direction: z.string(),
  protocol: z.string(),
  priority: z.union([z.number(), z.string()]),
  source_address_prefix: word,
  source_address_prefixes: words,
  source_application_security_group_ids: words,
  destination_address_prefix: word,
  // An expression of Terraform in a configuration, for a server whose addresses the module asks for.
  destination_address_prefixes: z.union([words, z.string()]),
  destination_application_security_group_ids: words,
  destination_port_range: word,
  destination_port_ranges: words,
  resource_group_name: z.string(),
  network_security_group_name: z.string(),
});
type Values = z.output<typeof valuesSchema>;

/** The inbound rules of network security groups, in the order of their priorities where these are known. */
export function azureRules(resources: readonly TerraformResource[]) {
  const read = resources
    .filter(({ type }) => type === 'azurerm_network_security_rule')
    .flatMap(({ name, values }) => {
      const parsed = valuesSchema.safeParse(values);
      if (!parsed.success) throw new Unreadable(`The network security rule ${name} is incomplete`);
      const isInbound = parsed.data.direction.toLowerCase() === 'inbound';
      const isTcp = ['*', 'tcp'].includes(parsed.data.protocol.toLowerCase());
      return isInbound && isTcp ? [{ name, values: parsed.data }] : [];
    })
    .toSorted((a, b) => priorityOf(a.values) - priorityOf(b.values));
  const unread = read
    .filter(
      ({ values }) =>
        (values.source_application_security_group_ids ?? []).length > 0 ||
        (values.destination_application_security_group_ids ?? []).length > 0,
    )
    .map(({ name }) => `The network security rule ${name} names application security groups`);
  return { rules: read.map(({ name, values }) => ruleOf(name, values)), unread };
}

/** An expression like `${var.first_priority + 17}` in a configuration counts as the priority 0 + 17. */
function priorityOf({ priority }: Values): number {
  return Number(/\d+(?=\D*$)/.exec(String(priority))?.[0] ?? 0);
}

function ruleOf(name: string, values: Values): CloudRule {
  const sources = joinSources(
    listOf(values.source_address_prefix, values.source_address_prefixes).map(readAddress),
  );
  const ports = listOf(values.destination_port_range, values.destination_port_ranges);
  return {
    rule: {
      action: values.access.toLowerCase() === 'allow' ? 'allow' : 'deny',
      sources,
      destinations: destinationsOf(values),
      ports: ports.includes('*') ? 'any' : ports.map(readPorts),
      isOurs: true,
      line: name,
    },
    guards: `${values.resource_group_name}/${values.network_security_group_name}`,
  };
}

function destinationsOf(values: Values): DeployedRule['destinations'] {
  const { destination_address_prefix: one, destination_address_prefixes: many } = values;
  if (typeof many === 'string') return 'any';
  return joinSources(listOf(one, many).map(readAddress));
}

function listOf(one: string | null | undefined, many: readonly string[] | null | undefined): string[] {
  return [...(one ? [one] : []), ...(many ?? [])];
}

/** `Internet` means every address outside of the customer's network. Throws for another service tag. */
function readAddress(text: string) {
  if (['*', 'any', 'internet'].includes(text.toLowerCase())) return 'any';
  return text.includes('-') ? readSource(text) : text.endsWith('/0') ? readSource(text) : [readPrefix(text)];
}

import { mergePrefixes, type PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';

/** The lines of one zone or policy: its name, whether it is active, and its fields. */
type Section = { readonly name: string; readonly isActive: boolean; readonly fields: Map<string, string[]> };

/**
 * Reads `firewall-cmd --list-all-policies` followed by `firewall-cmd --info-ipset=NAME` of every ipset. `zone` is where
 * the vendor's connections come in, `egress` where they go: HOST or ANY.
 */
export function readFirewalld(text: string, name: string, zone: string, egress: 'HOST' | 'ANY'): Deployed {
  const sections = readSections(text);
  if (sections.length === 0)
    throw new Unreadable('This is not what “firewall-cmd --list-all-policies” prints');
  const sets = new Map(
    sections
      .filter(({ fields }) => fields.has('entries'))
      .map((section) => [section.name, valuesOf(section, 'entries')] as const),
  );
  const policies = sections.filter(({ fields }) => fields.has('egress-zones'));
  const own = policies.find((policy) => policy.name === name);
  if (own === undefined) return { rules: [], gone: [`The policy ${name} is not there`], unread: [] };
  const [rules, unread]: [DeployedRule[], string[]] = [[], []];
  const priority = (policy: Section) => Number(valuesOf(policy, 'priority')[0] ?? 0);
  const isAbove = (policy: Section) => policy.isActive && priority(policy) <= priority(own) && policy !== own;
  const goesThere = (policy: Section) =>
    valuesOf(policy, 'egress-zones').some((to) => to === egress || to === 'ANY');
  for (const policy of policies.filter((one) => isAbove(one) && goesThere(one)))
    readPolicy(policy, sets, false, rules, unread);
  readPolicy(own, sets, true, rules, unread);
  return { rules, gone: faultsOf(own, zone, egress, priority(own)), unread };
}

function faultsOf(own: Section, zone: string, egress: string, priority: number): string[] {
  const says = (field: string) => valuesOf(own, field).join(' ');
  return [
    ...(own.isActive ? [] : [`The policy ${own.name} is not active`]),
    ...(says('ingress-zones') === zone ? [] : [`The policy ${own.name} is not for traffic from ${zone}`]),
    ...(says('egress-zones') === egress ? [] : [`The policy ${own.name} is not for traffic to ${egress}`]),
    ...(priority < 0 ? [] : [`The policy ${own.name} comes after the rules of the zones`]),
  ];
}

function readPolicy(
  policy: Section,
  sets: ReadonlyMap<string, readonly string[]>,
  isOurs: boolean,
  rules: DeployedRule[],
  unread: string[],
): void {
  for (const line of policy.fields.get('rich rules') ?? []) {
    const rule = richRule(line, sets, isOurs);
    if (rule === 'unknown') {
      if (isOurs || !/ accept(?: |$)/.test(line)) unread.push(line);
    } else if (rule !== null) rules.push(rule);
  }
  const everybody = (action: 'allow' | 'deny', ports: DeployedRule['ports'], line: string) =>
    rules.push({ action, sources: 'any', destinations: 'any', ports, isOurs, line });
  for (const port of valuesOf(policy, 'ports').filter((one) => one.endsWith('/tcp')))
    everybody('allow', [readPorts(port.slice(0, -4))], `port ${port}`);
  for (const service of valuesOf(policy, 'services')) if (isOurs) unread.push(`service ${service}`);
  if (valuesOf(policy, 'protocols').includes('tcp')) everybody('allow', 'any', 'protocol tcp');
  const target = valuesOf(policy, 'target')[0];
  if (target === 'ACCEPT') everybody('allow', 'any', 'target ACCEPT');
  if (target === 'DROP' || target === 'REJECT') everybody('deny', 'any', `target ${target}`);
}

/** A rich rule; null if it says nothing about TCP. Deny rules of one priority come before accept rules. */
function richRule(
  line: string,
  sets: ReadonlyMap<string, readonly string[]>,
  isOurs: boolean,
): DeployedRule | null | 'unknown' {
  if (/ icmp-type | icmp-block | protocol value="(?!tcp")| protocol="(?!tcp")/.test(line)) return null;
  const found =
    /^rule(?: family="ipv[46]")?(?: source (ipset|address)="([^"]+)")?(?: destination (ipset|address)="([^"]+)")?(?: port port="([\d-]+)" protocol="tcp")?(?: log(?: prefix="[^"]*"| level="\w+")*)? (accept|drop|reject)(?: type="[^"]*")?$/.exec(
      line,
    );
  if (found === null) return 'unknown';
  const [, sourceKind, source, toKind, to, port, verdict] = found;
  const addresses = (kind: string | undefined, value: string | undefined): PrefixSet | 'any' => {
    if (kind === undefined || value === undefined) return 'any';
    if (kind === 'address') return readSource(value);
    const entries = sets.get(value);
    if (entries === undefined)
      throw new Unreadable(`The ipset ${value} is not in the file: add firewall-cmd --info-ipset=${value}`);
    return entries.length === 0 ? mergePrefixes([]) : joinSources(entries.map(readSource));
  };
  return {
    action: verdict === 'accept' ? 'allow' : 'deny',
    sources: addresses(sourceKind, source),
    destinations: addresses(toKind, to),
    ports: port === undefined ? 'any' : [readPorts(port)],
    isOurs,
    line,
  };
}

function valuesOf({ fields }: Section, field: string): string[] {
  return (fields.get(field) ?? []).flatMap((value) => value.split(' ')).filter((value) => value !== '');
}

function readSections(text: string): Section[] {
  const sections: Section[] = [];
  let field = '';
  for (const line of text.split(/\r?\n/)) {
    const head = /^([\w.-]+)( \(.*active.*\))?$/.exec(line);
    if (head !== null) sections.push({ name: head[1]!, isActive: head[2] !== undefined, fields: new Map() });
    const open = sections.at(-1);
    const start = /^ {2}([a-z -]+):(?: (.*))?$/.exec(line);
    if (start !== null) {
      field = start[1]!;
      open?.fields.set(field, start[2] ? [start[2]] : []);
    } else if (line.startsWith('\t')) open?.fields.get(field)?.push(line.trim());
  }
  return sections.filter(({ fields }) => fields.size > 0);
}

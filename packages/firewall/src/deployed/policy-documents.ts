import { parsePrefix, isPrefix } from '@postern/core/prefix';
import { mergePrefixes, subtractPrefixes, type PrefixSet } from '@postern/core/prefix-set';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { joinSources, readPrefix, readSource, Unreadable, type PortRange } from './deployed-rules.js';

const labelsSchema = z.record(z.string(), z.string());
const selectorSchema = z.object({
  matchLabels: labelsSchema.optional(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).optional() }))
    .optional(),
});
export type PodSelector = z.output<typeof selectorSchema>;

/** Sources and TCP ports that a rule lets in or turns away. */
export type PolicyEntry = {
  readonly sources: PrefixSet | 'any';
  readonly ports: readonly PortRange[] | 'any';
};

/** A policy of Kubernetes or Cilium as the API server holds it, as far as it speaks of what comes in. */
export type PolicyDocument = {
  readonly name: string;
  /** `null` for a policy of the whole cluster. */
  readonly namespace: string | null;
  readonly isCilium: boolean;
  readonly selector: PodSelector;
  /** Whether the selected pods are closed to whoever no policy lets in. */
  readonly isolates: boolean;
  readonly restrictsEgress: boolean;
  readonly allows: readonly PolicyEntry[];
  readonly denies: readonly PolicyEntry[];
  /** A rule has sources or ports other than prefixes and numbers. */
  readonly hasMore: boolean;
  readonly deniesMore: boolean;
};

const portNumber = z
  .union([z.number(), z.string()])
  .transform((port) => (/^\d{1,5}$/.test(String(port)) ? Number(port) : null));
const portSchema = z.object({
  protocol: z.string().default('TCP'),
  port: portNumber.optional(),
  endPort: z.number().optional(),
});
const metadata = z.object({ name: z.string(), namespace: z.string().optional() });

const blockSchema = z.object({ cidr: z.string(), except: z.array(z.string()).optional() });
const networkPolicySchema = z.object({
  kind: z.literal('NetworkPolicy'),
  metadata,
  spec: z.object({
    podSelector: selectorSchema.default({}),
    policyTypes: z.array(z.string()).optional(),
    ingress: z
      .array(
        z.object({
          from: z.array(z.looseObject({ ipBlock: blockSchema.optional() })).optional(),
          ports: z.array(portSchema).optional(),
        }),
      )
      .default([]),
    egress: z.array(z.unknown()).optional(),
  }),
});

const ciliumRuleSchema = z.looseObject({
  fromCIDR: z.array(z.string()).optional(),
  fromCIDRSet: z
    .array(z.looseObject({ cidr: z.string().optional(), except: z.array(z.string()).optional() }))
    .optional(),
  toPorts: z.array(z.looseObject({ ports: z.array(portSchema).optional() })).optional(),
});
const ciliumSpecSchema = z.object({
  endpointSelector: selectorSchema.optional(),
  enableDefaultDeny: z
    .object({ ingress: z.boolean().optional(), egress: z.boolean().optional() })
    .default({}),
  ingress: z.array(ciliumRuleSchema).default([]),
  ingressDeny: z.array(ciliumRuleSchema).default([]),
  egress: z.array(z.unknown()).default([]),
  egressDeny: z.array(z.unknown()).default([]),
});
const ciliumSchema = z.object({
  kind: z.enum(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']),
  metadata,
  spec: ciliumSpecSchema.optional(),
  specs: z.array(ciliumSpecSchema).default([]),
});

/** The policies that `kubectl get -o yaml` or `-o json` prints. Throws `Unreadable` for a text that holds none. */
export function readPolicyDocuments(text: string): PolicyDocument[] {
  const objects = parseObjects(text).flatMap((object) => {
    const list = z.object({ items: z.array(z.unknown()) }).safeParse(object);
    return list.success ? list.data.items : [object];
  });
  const policies = objects.flatMap((object) => {
    const kind = z.object({ kind: z.string() }).safeParse(object).data?.kind;
    if (kind === 'NetworkPolicy') return [networkPolicy(parsed(networkPolicySchema, object))];
    return kind?.startsWith('Cilium') ? ciliumPolicies(parsed(ciliumSchema, object)) : [];
  });
  if (policies.length === 0 && !objects.some((object) => isList(object)))
    throw new Unreadable('This holds no policies: print them with “kubectl get … -o yaml”');
  return policies;
}

function isList(object: unknown): boolean {
  return z.object({ kind: z.string().endsWith('List') }).safeParse(object).success;
}

/** Aliases are refused: kubectl prints none, and a few lines of them can stand for millions of values. */
function parseObjects(text: string): unknown[] {
  try {
    const documents = parseAllDocuments(text);
    if ('empty' in documents) return [];
    return documents.map((document) => {
      if (document.errors[0] !== undefined) throw document.errors[0];
      return document.toJS({ maxAliasCount: 0 }) as unknown;
    });
  } catch (error) {
    // A RangeError comes from a text with thousands of brackets.
    throw new Unreadable(`This is not what kubectl prints: ${(error as Error).message.split('\n')[0]}`);
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, object: unknown): z.output<Schema> {
  const result = schema.safeParse(object);
  if (result.success) return result.data;
  const name = z.object({ metadata }).safeParse(object).data?.metadata.name ?? 'without a name';
  const { path = [], message = '' } = result.error.issues[0] ?? {};
  throw new Unreadable(`The policy ${name.slice(0, 80)} is not one: ${path.join('.')}: ${message}`);
}

/** In a NetworkPolicy a rule without sources lets everybody in, and one without ports opens all of them. */
function networkPolicy({
  metadata: { name, namespace },
  spec,
}: z.output<typeof networkPolicySchema>): PolicyDocument {
  const types = spec.policyTypes ?? ['Ingress', ...(spec.egress === undefined ? [] : ['Egress'])];
  const isolates = types.includes('Ingress');
  const rules = isolates ? spec.ingress : [];
  const peers = rules.flatMap(({ from = [] }) => from);
  return {
    name,
    namespace: namespace ?? null,
    isCilium: false,
    selector: spec.podSelector,
    isolates,
    restrictsEgress: types.includes('Egress'),
    allows: rules.map(({ from = [], ports = [] }) => ({
      sources:
        from.length === 0
          ? 'any'
          : joinSources(from.map(({ ipBlock }) => (ipBlock === undefined ? [] : block(ipBlock)))),
      ports: portsOf(ports),
    })),
    denies: [],
    hasMore:
      peers.some((peer) => Object.keys(peer).join() !== 'ipBlock') ||
      rules.some(({ ports = [] }) => ports.some(isNamed)),
    deniesMore: false,
  };
}

/** In a policy of Cilium a rule without anything lets nobody in, and one with ports alone lets everybody reach them. */
function ciliumPolicies({
  metadata: { name, namespace },
  spec,
  specs,
}: z.output<typeof ciliumSchema>): PolicyDocument[] {
  return [...(spec === undefined ? [] : [spec]), ...specs].map((rule): PolicyDocument => {
    const { ingress, ingressDeny, enableDefaultDeny, egress, egressDeny } = rule;
    return {
      name,
      namespace: namespace ?? null,
      isCilium: true,
      selector: withoutSource(rule.endpointSelector ?? {}),
      isolates: enableDefaultDeny.ingress ?? ingress.length + ingressDeny.length > 0,
      restrictsEgress:
        (enableDefaultDeny.egress ?? egress.length + egressDeny.length > 0) || egressDeny.length > 0,
      allows: ingress.flatMap(ciliumEntry),
      denies: ingressDeny.flatMap(ciliumEntry),
      hasMore: ingress.some(saysMore),
      deniesMore: ingressDeny.some(saysMore),
    };
  });
}

type CiliumRule = z.output<typeof ciliumRuleSchema>;

function ciliumEntry({ fromCIDR, fromCIDRSet, toPorts = [], ...others }: CiliumRule): PolicyEntry[] {
  const hasSources = Object.keys(others).some((key) => key.startsWith('from'));
  if (fromCIDR === undefined && fromCIDRSet === undefined && (hasSources || toPorts.length === 0)) return [];
  const sets = (fromCIDRSet ?? []).map(({ cidr, except }) =>
    cidr === undefined ? [] : block({ cidr, except }),
  );
  const sources =
    fromCIDR === undefined && fromCIDRSet === undefined
      ? 'any'
      : joinSources([...(fromCIDR ?? []).map(readSource), ...sets]);
  return [{ sources, ports: portsOf(toPorts.flatMap(({ ports = [] }) => ports)) }];
}

const understood = new Set(['fromCIDR', 'fromCIDRSet', 'toPorts']);

function saysMore(rule: CiliumRule): boolean {
  const { fromCIDRSet = [], toPorts = [] } = rule;
  return (
    Object.keys(rule).some((key) => !understood.has(key)) ||
    fromCIDRSet.some((set) => set.cidr === undefined) ||
    toPorts.some((each) => Object.keys(each).join() !== 'ports' || (each.ports ?? []).some(isNamed))
  );
}

/** Cilium writes where a label comes from before its key. */
function withoutSource({ matchLabels = {}, ...rest }: PodSelector): PodSelector {
  const entries = Object.entries(matchLabels).map(([key, value]) => [
    key.replace(/^(?:k8s|any)[:.]/, ''),
    value,
  ]);
  return { ...rest, matchLabels: Object.fromEntries(entries) as Record<string, string> };
}

function block({
  cidr,
  except = [],
}: {
  cidr: string;
  except?: readonly string[] | undefined;
}): PrefixSet | 'any' {
  const source = readSource(cidr);
  if (except.length === 0) return source;
  const all = source === 'any' ? [everything(cidr)] : source;
  return subtractPrefixes(all, mergePrefixes(except.map(readPrefix)));
}

function everything(cidr: string) {
  const prefix = parsePrefix(cidr);
  return isPrefix(prefix) ? prefix : ({ family: cidr.includes(':') ? 6 : 4, value: 0n, length: 0 } as const);
}

type Port = z.output<typeof portSchema>;

/** TCP ports by number; none for a rule about other protocols only. */
function portsOf(ports: readonly Port[]): readonly PortRange[] | 'any' {
  if (ports.length === 0) return 'any';
  const tcp = ports.filter(({ protocol }) => protocol === 'TCP' || protocol === 'ANY');
  if (tcp.some(({ port }) => port === undefined || port === 0)) return 'any';
  return tcp.flatMap(({ port, endPort }) =>
    typeof port === 'number' ? [{ first: port, last: Math.max(port, endPort ?? port) }] : [],
  );
}

function isNamed({ port }: Port): boolean {
  return port === null;
}

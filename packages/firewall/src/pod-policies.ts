import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import type { PrefixSet } from '@postern/core/prefix-set';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { hashParts } from './hash-parts.js';
import { makeExclusive, modeParameters } from './make-exclusive.js';
import { placeholder, placeholderFindings } from './placeholder.js';
import { distinct, portAt, resolveRules, type ResolvedRule, type RuleSet } from './rule-set.js';
import { objectName, shortHash } from './safe-text.js';
import { shellScript } from './shell-script.js';
import { headerLines, type RenderedFile, type Rendering } from './target.js';
import { yamlText, type YamlValue } from './yaml-text.js';

/** One `key=value` of a label; the lengths and characters are those of the Kubernetes API. */
const label = String.raw`(?:[a-z0-9][a-z0-9.-]{0,252}/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?=[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?`;

/** The parameters of targets whose rules select pods. */
export const podParameters = {
  ...modeParameters,
  namespace: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits and hyphens, at most 63')
    .optional()
    .meta({ title: 'Namespace', description: 'The namespace of the mail servers’ pods.' }),
  pods: z
    .record(
      z.string(),
      z
        .string()
        .max(1000)
        .regex(
          new RegExp(`^${label}(?:,${label})*$`),
          'Labels as kubectl has them, e.g. app=mail,tier=front',
        ),
    )
    .default({})
    .meta({
      title: 'Pod labels',
      description: 'The labels of the pods behind each server, e.g. app=mail,tier=front.',
      example: { 'mail.example.com': 'app=mail' },
    }),
};
export type PodParameters = z.output<z.ZodObject<typeof podParameters>>;

/** Labels that all selected pods have; never empty, because an empty selector selects every pod of the namespace. */
export type PodLabels = Readonly<Record<string, string>>;

/** One policy: what it lets in, or `null` for one that lets nobody in and only isolates the pods. */
export type PodPolicy = {
  readonly name: string;
  readonly comment: string;
  readonly labels: PodLabels;
  /** The prefixes are never empty: an empty list of sources would mean everybody. */
  readonly allows: { readonly prefixes: PrefixSet; readonly port: number } | null;
};

/**
 * Prefixes in one policy. `kubectl apply` keeps a copy of each object in an annotation, and annotations hold 262,144
 * bytes: 1,000 IPv6 prefixes of full length take 68,000.
 */
const entriesPerPolicy = 1000;

const names = capabilities.kubernetes; // Cilium takes the same names.
/** The label of every policy of ours. */
const managedBy = { 'app.kubernetes.io/managed-by': 'postern' };

/** The labels of a server's pods. Without them a text that the API server refuses as a label. */
export function podLabels(host: string, { pods }: Pick<PodParameters, 'pods'>): PodLabels {
  if (!Object.hasOwn(pods, host)) return { app: `<${placeholder(`LABEL-OF-${host}`)}>` };
  return Object.fromEntries(pods[host]!.split(',').map((pair) => pair.split('=') as [string, string]));
}

/**
 * A policy for each rule and part of its list. In exclusive mode one more for each server isolates its pods; it is the
 * last to be applied, when all sources are let in already.
 */
function podPolicies(ruleSet: RuleSet, given: PodParameters): PodPolicy[] {
  const rules = resolveRules(ruleSet);
  const isolated = distinct(
    rules.filter(({ source }) => source === null).map(({ destination }) => destination.host),
  );
  return [
    ...rules.flatMap((resolved) => allowPolicies(resolved, given)),
    ...isolated.map((host): PodPolicy => ({
      name: objectName(`postern-isolate-${host}`, names),
      comment: `Postern: nobody else to ${host}`,
      labels: podLabels(host, given),
      allows: null,
    })),
  ];
}

function allowPolicies(resolved: ResolvedRule, given: PodParameters): PodPolicy[] {
  const { rule, source, destination } = resolved;
  return hashParts(source?.prefixes ?? [], entriesPerPolicy)
    .filter(({ prefixes }) => prefixes.length > 0)
    .map(({ bits, prefixes }) => ({
      name: objectName(`postern-${rule.id}${bits === '' ? '' : `-part-${bits}`}`, names),
      comment: rule.comment,
      labels: podLabels(destination.host, given),
      allows: { prefixes, port: portAt(resolved, 'private') },
    }));
}

type Kind = {
  readonly apiVersion: string;
  readonly kind: string;
  /** As kubectl names it. */
  readonly resource: string;
  readonly file: string;
  readonly spec: (policy: PodPolicy) => YamlValue;
};

/** Renders a rule set as policies of one kind, with the scripts that apply and remove them. */
export function renderPodPolicies(
  permitted: RuleSet,
  given: PodParameters,
  { apiVersion, kind, resource, file, spec }: Kind,
): Rendering {
  const ruleSet = given.mode === 'exclusive' ? makeExclusive(permitted, given.furtherSources) : permitted;
  const policies = podPolicies(ruleSet, given);
  const namespace = given.namespace ?? placeholder('NAMESPACE');
  const slots = shortHash(policies.map(({ name }) => name).join(' '));
  const documents = policies.map((policy) =>
    yamlText({
      apiVersion,
      kind,
      metadata: {
        name: policy.name,
        namespace,
        labels: { ...managedBy, 'postern-slots': slots },
        annotations: {
          'postern-comment': policy.comment,
          'postern-revision': String(ruleSet.revision),
          'postern-sha256': ruleSet.sha256,
        },
      },
      spec: spec(policy),
    }),
  );
  const text = [
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    '# Apply with: sh postern-apply.sh, which also deletes what earlier revisions left.',
    ...(documents.length === 0
      ? ['# There is nobody to let in.']
      : documents.flatMap((document) => ['---', document])),
    '',
  ].join('\n');
  return {
    files: [{ path: file, mediaType: 'application/yaml', text }],
    removes: [
      applyScript(ruleSet, resource, namespace, slots, documents.length === 0 ? null : file),
      removeScript(ruleSet, resource, namespace),
    ],
    findings: [
      // The pods are found by labels: no address of a server stands in a policy.
      ...ruleSet.findings.filter(({ code }) => code !== 'destination-unknown'),
      portFinding,
      sourceFinding,
      ...placeholderFindings([text]),
    ],
  };
}

/**
 * Policies that earlier revisions, modes and settings left carry another value of `postern-slots`, which stands for all
 * names of a rendering. They are deleted only after all new ones are there, so that no source is away in between.
 */
function applyScript(
  ruleSet: RuleSet,
  resource: string,
  namespace: string,
  slots: string,
  file: string | null,
): RenderedFile {
  const about = ['Applies the policies and then deletes those that earlier revisions and modes left.'];
  return shellScript('postern-apply.sh', ruleSet, about, [
    'cd -- "$(dirname -- "$0")"',
    ...(file === null ? [] : [`kubectl apply -f ${file}`]),
    deleteCommand(resource, namespace, `,postern-slots!=${slots}`),
  ]);
}

function removeScript(ruleSet: RuleSet, resource: string, namespace: string): RenderedFile {
  const about = [
    'Deletes every policy of Postern. Pods that no other policy selects are then open to everybody.',
  ];
  return shellScript('postern-remove.sh', ruleSet, about, [deleteCommand(resource, namespace, '')]);
}

function deleteCommand(resource: string, namespace: string, further: string): string {
  const [[key, value]] = Object.entries(managedBy) as [[string, string]];
  return `kubectl delete ${resource} --namespace ${namespace} --selector '${key}=${value}${further}'`;
}

const portFinding = finding('info', 'address-side', { device: 'pods' });
const sourceFinding = finding('warning', 'source-translated');

/**
 * What a policy that isolates pods closes, beside the ports that the rules speak of. `isUnlessIsolated` is for policies
 * that isolate only pods that no other policy isolates already.
 */
export function isolationFindings(
  ruleSet: RuleSet,
  { isUnlessIsolated }: { readonly isUnlessIsolated: boolean },
): Finding[] {
  const ports = distinct(resolveRules(ruleSet).map((resolved) => portAt(resolved, 'private')));
  if (ports.length === 0) return [];
  return [
    finding('warning', 'excludes-others', {
      ports: ports.sort((a, b) => a - b).map(String),
      isUnlessIsolated,
    }),
  ];
}

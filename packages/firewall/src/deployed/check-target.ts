import type { ListName } from '@postern/core/list-name';
import type { Finding } from '@postern/core/finding';
import { capabilities } from '../capability.js';
import { makeExclusive } from '../make-exclusive.js';
import type { PodParameters } from '../pod-policies.js';
import { policyName } from '../render-firewalld.js';
import { chainOf } from '../render-nftables.js';
import { distinct, type RuleSet } from '../rule-set.js';
import { checkDeployed, type CheckOptions, type DriftReport } from './check-deployed.js';
import { Unreadable, type Deployed } from './deployed-rules.js';
import { readCiscoAsa } from './read-cisco-asa.js';
import { readFirewalld } from './read-firewalld.js';
import { readFortigate } from './read-fortigate.js';
import { readIptables } from './read-iptables.js';
import { readDovecot, readPlainList, readPostfix } from './read-lists.js';
import { readJuniperSrx } from './read-juniper-srx.js';
import { readMikrotik } from './read-mikrotik.js';
import { readNftables } from './read-nftables.js';
import { readPaloalto } from './read-paloalto.js';
import { PodGroups, podRuleSet, readPodPolicies } from './read-pod-policies.js';
import { readPfAliases } from './read-pf-aliases.js';
import { readTerraform } from './read-terraform.js';
import { readUfw } from './read-ufw.js';
import { readWindows } from './read-windows.js';

/** Parameters as the target's own schema has parsed them, and which list a plain list is. */
export type CheckParameters = Readonly<Record<string, unknown>> & { readonly protocol?: ListName };

type Reader = (
  text: string,
  parameters: CheckParameters,
  ruleSet: RuleSet,
) => {
  readonly deployed: Deployed;
  readonly options: CheckOptions;
  /** For devices that name no servers by address: the rules that are compared, and how the report names servers. */
  readonly compared?: RuleSet;
  readonly named?: (report: DriftReport) => DriftReport;
};

/** How the text of each target is read, and which address of a server it names. */
const readers: Readonly<Record<string, Reader>> = {
  nftables: (text, given) => ({
    deployed: readNftables(text, chainOf(given as Parameters<typeof chainOf>[0])),
    options: atPlace(given),
  }),
  iptables: (text, given, ruleSet) => ({
    deployed: readIptables(text, String(given['chain']), distinct(ruleSet.rules.map(({ family }) => family))),
    options: atPlace(given),
  }),
  ufw: (text, given, ruleSet) =>
    given['form'] === 'ipset'
      ? {
          deployed: readIptables(text, 'POSTERN', distinct(ruleSet.rules.map(({ family }) => family))),
          options: atPlace(given),
        }
      : { deployed: readUfw(text), options: { side: 'private' } },
  firewalld: (text, given) => ({
    deployed: readFirewalld(
      text,
      policyName(given as Parameters<typeof policyName>[0]),
      String(given['zone']),
      given['place'] === 'router' ? 'ANY' : 'HOST',
    ),
    options: atPlace(given),
  }),
  fortigate: (text, given) => ({
    deployed: readFortigate(
      text,
      new Set(Object.values((given['virtualIps'] ?? {}) as Record<string, string>)),
    ),
    options: { side: Object.keys((given['virtualIps'] ?? {}) as object).length > 0 ? 'none' : 'private' },
  }),
  paloalto: (text) => ({ deployed: readPaloalto(text), options: { side: 'public' } }),
  'cisco-asa': (text, given) => ({
    deployed: readCiscoAsa(text, String(given['accessList'])),
    options: { side: 'private' },
  }),
  mikrotik: (text, given) => ({
    deployed: readMikrotik(text, String(given['chain'])),
    options: { side: 'private' },
  }),
  'juniper-srx': (text, given) => ({
    deployed: readJuniperSrx(text, {
      fromZone: String(given['fromZone']),
      toZone: String(given['toZone']),
    }),
    options: { side: 'private' },
  }),
  ansible: (text, given, ruleSet) => readers[String(given['form'])]!(text, given, ruleSet),
  kubernetes: readPods,
  cilium: readPods,
  opnsense: (text, _, ruleSet) => ({
    deployed: readPfAliases(text, ruleSet, capabilities.opnsense),
    options: { side: 'private' },
  }),
  pfsense: (text, _, ruleSet) => ({
    deployed: readPfAliases(text, ruleSet, capabilities.pfsense),
    options: { side: 'private' },
  }),
  windows: (text) => ({ deployed: readWindows(text), options: { side: 'private' } }),
  'terraform-aws': (text, given, ruleSet) => ({
    deployed: readTerraform('terraform-aws', text, ruleSet, given),
    options: { side: 'none' },
  }),
  'terraform-azure': (text, given, ruleSet) => ({
    deployed: readTerraform('terraform-azure', text, ruleSet, given),
    // A module asks for the addresses that the rule set does not know.
    options: { side: ruleSet.destinations.every(({ isKnown }) => isKnown) ? 'private' : 'none' },
  }),
  'terraform-google': (text, given, ruleSet) => ({
    deployed: readTerraform('terraform-google', text, ruleSet, given),
    options: { side: 'none' },
  }),
  postfix: (text) => ({ deployed: readPostfix(text), options: { side: 'none', list: ['smtp'] } }),
  dovecot: (text, given) => ({
    deployed: readDovecot(text, (given['furtherSources'] ?? []) as readonly string[]),
    options: { side: 'none', list: ['imap', 'smtp'] },
  }),
  feed: (text, given) => {
    if (given.protocol === undefined)
      throw new Unreadable('A list says nothing about itself: name its protocol');
    return { deployed: readPlainList(text), options: { side: 'none', list: [given.protocol] } };
  },
};

function readPods(text: string, parameters: CheckParameters, ruleSet: RuleSet): ReturnType<Reader> {
  const given = parameters as unknown as PodParameters;
  const groups = new PodGroups();
  const compared = podRuleSet(ruleSet, given, groups);
  return {
    deployed: readPodPolicies(text, ruleSet, given, groups),
    options: { side: 'private' },
    compared,
    named: (report) => groups.named(report),
  };
}

function atPlace(given: CheckParameters): CheckOptions {
  return { side: given['place'] === 'mail-server' ? 'none' : 'private' };
}

/** The targets whose deployed state can be checked. */
export const checkedTargets: readonly string[] = Object.keys(readers);

/**
 * Compares what runs with a rule set (B5). `text` is what the device prints. State `unknown` if the text cannot be read, or a
 * line may change the answer and is not understood; `unread` then says what is needed.
 */
export function checkTarget(
  target: string,
  text: string,
  permitted: RuleSet,
  parameters: CheckParameters,
): DriftReport {
  const ruleSet =
    parameters['mode'] === 'exclusive'
      ? makeExclusive(permitted, (parameters['furtherSources'] ?? []) as readonly string[])
      : permitted;
  const errors = ruleSet.findings.filter(({ level }: Finding) => level === 'error');
  if (errors.length > 0) return unknown(errors.map((finding) => finding.text));
  try {
    const { deployed, options, compared, named } = readers[target]!(text, parameters, ruleSet);
    const report = checkDeployed(compared ?? ruleSet, deployed, options);
    return named === undefined ? report : named(report);
  } catch (error) {
    if (error instanceof Unreadable) return unknown([error.message]);
    throw error;
  }
}

function unknown(unread: readonly string[]): DriftReport {
  return { state: 'unknown', missing: [], wider: [], gone: [], unread: [...unread] };
}

import { formatPrefix } from '@postern/core/prefix';
import { capabilities } from '@postern/firewall/capability';
import { addressesOf, type RuleSet } from '@postern/firewall/rule-set';
import { objectName, safeText } from '@postern/firewall/safe-text';
import { Construct } from 'constructs';
import { NetworkSecurityRule } from './bindings/network-security-rule.js';
import { priorityOffsets } from './priority-offsets.js';
import { orderSourceRules, sourceRules, type SourceRule } from './source-rules.js';

export type MailAllowlistNetworkSecurityRulesProps = {
  readonly ruleSet: RuleSet;
  /** The group that guards a mail server; `null` leaves that server out. */
  readonly networkSecurityGroup: (
    host: string,
  ) => { readonly resourceGroupName: string; readonly name: string } | null;
  /** The addresses of a server that the rule set does not know, of one family. Never empty: no address never means any. */
  readonly serverAddresses: (host: string, family: 4 | 6) => string[];
  /** Starts every rule's name; default `postern`. At most 31 characters. */
  readonly namePrefix?: string;
  /** The priority of the rule with offset 0; default 1000. An expression of Terraform if a function. */
  readonly priority?: (offset: number) => number;
  /** Offsets by the key of the rule, for two rules of a group that would get the same one. */
  readonly offsets?: Readonly<Record<string, number>>;
};

const capability = capabilities['terraform-azure'];
/** Room for the longest name prefix and a hyphen. */
const ownName = { ...capability, nameLength: capability.nameLength - 32 };

/**
 * Inbound rules on the customer's own network security groups: one for each server, port, list and family. It adds and
 * takes nobody else's rules away.
 */
export class MailAllowlistNetworkSecurityRules extends Construct {
  /** The rules in order, with what they were made from. */
  readonly made: readonly { readonly rule: SourceRule; readonly construct: NetworkSecurityRule }[];

  constructor(scope: Construct, id: string, props: MailAllowlistNetworkSecurityRulesProps) {
    super(scope, id);
    const rules = sourceRules(props.ruleSet, capability.entriesPerSet);
    const offsets = priorityOffsets(rules, props.offsets);
    this.made = rules.flatMap((rule) => {
      const group = props.networkSecurityGroup(rule.resolved.destination.host);
      if (group === null) return [];
      return [{ rule, construct: this.#securityRule(rule, group, offsets.get(rule.key)!, props) }];
    });
    orderSourceRules(this.made);
  }

  #securityRule(
    { resolved: { rule, destination, source }, part, port, key }: SourceRule,
    group: { readonly resourceGroupName: string; readonly name: string },
    offset: number,
    { namePrefix = 'postern', priority, serverAddresses }: MailAllowlistNetworkSecurityRulesProps,
  ): NetworkSecurityRule {
    return new NetworkSecurityRule(this, key, {
      name: `${namePrefix}-${objectName(key, ownName)}`,
      description: safeText(rule.comment, capability.commentLength),
      resourceGroupName: group.resourceGroupName,
      networkSecurityGroupName: group.name,
      priority: priority?.(offset) ?? 1000 + offset,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefixes: part.prefixes.map(formatPrefix),
      sourcePortRange: '*',
      destinationAddressPrefixes: destination.isKnown
        ? [...addressesOf(destination, 'private', source.family)]
        : serverAddresses(destination.host, source.family),
      destinationPortRange: String(port),
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

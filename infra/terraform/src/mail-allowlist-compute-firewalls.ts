import { formatPrefix } from '@postern/core/prefix';
import { capabilities } from '@postern/firewall/capability';
import type { RuleSet } from '@postern/firewall/rule-set';
import { objectName, safeText } from '@postern/firewall/safe-text';
import { Construct } from 'constructs';
import { ComputeFirewall } from './bindings/compute-firewall.js';
import { orderSourceRules, sourceRules, type SourceRule } from './source-rules.js';

export type MailAllowlistComputeFirewallsProps = {
  readonly ruleSet: RuleSet;
  /** The name or the link of the VPC network. */
  readonly network: string;
  /** The network tag of a mail server's instances; `null` leaves that server out. */
  readonly targetTag: (host: string) => string | null;
  /** Default the provider's. */
  readonly project?: string;
  /** Starts every rule's name; default `postern`. At most 20 lower-case letters, digits and hyphens. */
  readonly namePrefix?: string;
  /** Default 1000, as that of Google Cloud. */
  readonly priority?: number;
};

const capability = capabilities['terraform-google'];
/** Room for the longest name prefix and a hyphen. */
const ownName = { ...capability, nameLength: capability.nameLength - 21 };

/**
 * Ingress rules of a VPC network: one for each server, port, list and family, because Google Cloud takes no rule with
 * both families. It adds and takes nobody else's rules away.
 */
export class MailAllowlistComputeFirewalls extends Construct {
  /** The rules in order, with what they were made from. */
  readonly made: readonly { readonly rule: SourceRule; readonly construct: ComputeFirewall }[];

  constructor(scope: Construct, id: string, props: MailAllowlistComputeFirewallsProps) {
    super(scope, id);
    this.made = sourceRules(props.ruleSet, capability.entriesPerSet).flatMap((rule) => {
      const tag = props.targetTag(rule.resolved.destination.host);
      return tag === null ? [] : [{ rule, construct: this.#firewall(rule, tag, props) }];
    });
    orderSourceRules(this.made);
  }

  #firewall(
    { resolved: { rule }, part, port, key }: SourceRule,
    tag: string,
    { namePrefix = 'postern', network, project, priority = 1000 }: MailAllowlistComputeFirewallsProps,
  ): ComputeFirewall {
    return new ComputeFirewall(this, key, {
      name: `${namePrefix}-${objectName(key, ownName)}`,
      description: safeText(rule.comment, capability.commentLength),
      network,
      ...(project === undefined ? {} : { project }),
      direction: 'INGRESS',
      priority,
      sourceRanges: part.prefixes.map(formatPrefix),
      targetTags: [tag],
      allow: [{ protocol: 'tcp', ports: [String(port)] }],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

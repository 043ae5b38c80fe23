import { portAt, resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { safeText } from '@postern/firewall/safe-text';
import { Construct } from 'constructs';
import { VpcSecurityGroupIngressRule } from './bindings/vpc-security-group-ingress-rule.js';
import type { MailAllowlistPrefixLists } from './mail-allowlist-prefix-lists.js';

export type MailAllowlistSecurityGroupRulesProps = {
  readonly ruleSet: RuleSet;
  readonly prefixLists: MailAllowlistPrefixLists;
  /** The id of the security group that guards a mail server; `null` leaves that server out. */
  readonly securityGroupId: (host: string) => string | null;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of every rule; default the protocol and the server. */
  readonly description?: string;
};

/**
 * Ingress rules on the customer's own security groups: one for each security group, port and prefix list. It adds and takes
 * nobody else's rules away.
 */
export class MailAllowlistSecurityGroupRules extends Construct {
  /** The rules by the id of the rule they were made from. */
  readonly rules: ReadonlyMap<string, readonly VpcSecurityGroupIngressRule[]>;

  constructor(
    scope: Construct,
    id: string,
    { ruleSet, prefixLists, securityGroupId, tags, description }: MailAllowlistSecurityGroupRulesProps,
  ) {
    super(scope, id);
    const taken = new Set<string>();
    this.rules = new Map(
      resolveRules(ruleSet).map((resolved) => {
        const { rule, source, destination, service } = resolved;
        const port = portAt(resolved, 'private'); // A load balancer's target port: the group guards the server itself.
        const group = securityGroupId(destination.host);
        // AWS refuses a second rule for the same group, port and list.
        const place = `${group} ${port} ${source?.key}`;
        const isTaken = group === null || source === null || taken.has(place);
        taken.add(place);
        const lists = isTaken ? [] : (prefixLists.listsBySet.get(source.key) ?? []);
        const made = lists.map(
          (list) =>
            new VpcSecurityGroupIngressRule(this, `${service.key}-${destination.host}-${list.node.id}`, {
              securityGroupId: group!,
              prefixListId: list.id,
              ipProtocol: 'tcp',
              fromPort: port,
              toPort: port,
              description: safeText(description ?? rule.comment, 255),
              ...(tags === undefined ? {} : { tags }),
            }),
        );
        return [rule.id, made];
      }),
    );
  }
}

import { resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { safeText } from '@postern/firewall/safe-text';
import { Construct } from 'constructs';
import { VpcSecurityGroupIngressRule } from './bindings/vpc-security-group-ingress-rule.js';
import type { MailAllowlistPrefixLists } from './mail-allowlist-prefix-lists.js';

export type MailAllowlistSecurityGroupRulesProps = {
  readonly ruleSet: RuleSet;
  readonly prefixLists: MailAllowlistPrefixLists;
  /** The id of the security group that guards a mail server; `null` leaves that server out. */
  readonly securityGroupId: (host: string) => string | null;
};

/**
 * Ingress rules on the customer's own security groups: one for each server, port and prefix list. It adds and takes
 * nobody else's rules away.
 */
export class MailAllowlistSecurityGroupRules extends Construct {
  /** The rules by the id of the rule they were made from. */
  readonly rules: ReadonlyMap<string, readonly VpcSecurityGroupIngressRule[]>;

  constructor(
    scope: Construct,
    id: string,
    { ruleSet, prefixLists, securityGroupId }: MailAllowlistSecurityGroupRulesProps,
  ) {
    super(scope, id);
    this.rules = new Map(
      resolveRules(ruleSet).map(({ rule, source, destination, service }) => {
        const group = securityGroupId(destination.host);
        const lists = group === null || source === null ? [] : (prefixLists.listsBySet.get(source.key) ?? []);
        const made = lists.map(
          (list, index) =>
            new VpcSecurityGroupIngressRule(this, index === 0 ? rule.id : `${rule.id}-${index + 1}`, {
              securityGroupId: group!,
              prefixListId: list.id,
              ipProtocol: 'tcp',
              fromPort: service.port,
              toPort: service.port,
              description: safeText(rule.comment, 255),
            }),
        );
        return [rule.id, made];
      }),
    );
  }
}

import {
  portAt,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from '@postern/firewall/rule-set';
import { safeText } from '@postern/firewall/safe-text';
import { dependable, Lazy } from 'cdktn';
import { Construct } from 'constructs';
import { VpcSecurityGroupIngressRule } from './bindings/vpc-security-group-ingress-rule.js';
import type { MailAllowlistPrefixLists, PartList } from './mail-allowlist-prefix-lists.js';

export type MailAllowlistSecurityGroupRulesProps = {
  readonly ruleSet: RuleSet;
  readonly prefixLists: MailAllowlistPrefixLists;
  /** The id of the security group that guards a mail server; `null` leaves that server out. */
  readonly securityGroupId: (host: string) => string | null;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of every rule; default the protocol and the server. */
  readonly description?: string;
};

/** An ingress rule, and what it was made from. */
export type MadeIngressRule = {
  readonly ingress: VpcSecurityGroupIngressRule;
  readonly resolved: ResolvedRule & { readonly source: AddressSet };
  readonly part: PartList['part'];
};

/**
 * Ingress rules on the customer's own security groups: one for each security group, port and prefix list. It adds and takes
 * nobody else's rules away.
 */
export class MailAllowlistSecurityGroupRules extends Construct {
  /** The rules in order, with what they were made from. */
  readonly made: readonly MadeIngressRule[];

  constructor(scope: Construct, id: string, props: MailAllowlistSecurityGroupRulesProps) {
    super(scope, id);
    const { ruleSet, prefixLists, securityGroupId } = props;
    const taken = new Set<string>();
    this.made = resolveRules(ruleSet).flatMap((resolved) => {
      const { source } = resolved;
      const port = portAt(resolved, 'private'); // A load balancer's target port: the group guards the server itself.
      const group = securityGroupId(resolved.destination.host);
      // AWS refuses a second rule for the same group, port and list.
      const place = `${group} ${port} ${source?.key}`;
      if (group === null || source === null || taken.has(place)) return [];
      taken.add(place);
      return (prefixLists.partLists.get(source.key) ?? []).map(({ part, list }) => ({
        ingress: this.#ingressRule(resolved, list, { group, port }, props),
        resolved: { ...resolved, source },
        part,
      }));
    });
    orderChanges(
      prefixLists,
      Map.groupBy(this.made, ({ part }) => part.key),
    );
  }

  #ingressRule(
    { rule, destination, service }: ResolvedRule,
    list: PartList['list'],
    { group, port }: { readonly group: string; readonly port: number },
    { description, tags }: MailAllowlistSecurityGroupRulesProps,
  ): VpcSecurityGroupIngressRule {
    return new VpcSecurityGroupIngressRule(this, `${service.key}-${destination.host}-${list.node.id}`, {
      securityGroupId: group,
      prefixListId: list.id,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: safeText(description ?? rule.comment, 255),
      ...(tags === undefined ? {} : { tags }),
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

type RulesByPart = ReadonlyMap<string, readonly MadeIngressRule[]>;

/**
 * A list that gives entries to others changes after the rules of these exist. Where the others go, because the lists
 * shrink, the order is the reverse, as every rule is made with `create_before_destroy`.
 */
function orderChanges({ partLists }: MailAllowlistPrefixLists, rulesByPart: RulesByPart): void {
  for (const { part, list } of [...partLists.values()].flat()) {
    const before = part.after.flatMap((key) => rulesByPart.get(key) ?? []).map(({ ingress }) => ingress);
    // Lazy, because a name that was asked for can no longer be overridden (cdktn 0.24).
    if (before.length > 0) list.dependsOn = Lazy.listValue({ produce: () => before.map(dependable) });
  }
}

import {
  portAt,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from '@postern/firewall/rule-set';
import { dependable, Lazy, type TerraformResource } from 'cdktn';
import { splitLists, type ListPart } from './split-lists.js';

/** A rule of a cloud whose rules hold the prefixes themselves: one for each server, port and part of a list. */
export type SourceRule = {
  readonly resolved: ResolvedRule & { readonly source: AddressSet };
  readonly part: ListPart;
  /** The server's own port: the rule guards the server itself. */
  readonly port: number;
  /** The port and the server. */
  readonly place: string;
  /** Unique in the rule set, and the same in every revision. */
  readonly key: string;
};

/** The rules of a rule set, each with at most `limit` prefixes. */
export function sourceRules(ruleSet: RuleSet, limit: number): SourceRule[] {
  const parts = splitLists(ruleSet, limit);
  return resolveRules(ruleSet).flatMap((resolved) => {
    const { source, service, destination } = resolved;
    if (source === null) return [];
    const place = `${service.key}-${destination.host}`;
    return parts.get(source.key)!.map((part) => ({
      resolved: { ...resolved, source },
      part,
      port: portAt(resolved, 'private'),
      place,
      key: `${place}-${part.key}`,
    }));
  });
}

/**
 * A rule that gives prefixes to others changes after these exist. Where the others go, because the lists shrink, the
 * order is the reverse, as every rule is made with `create_before_destroy`.
 */
export function orderSourceRules(
  made: readonly { readonly rule: SourceRule; readonly construct: TerraformResource }[],
): void {
  const placeOf = (place: string, part: string) => `${place} ${part}`;
  const constructs = new Map(
    made.map(({ rule, construct }) => [placeOf(rule.place, rule.part.key), construct]),
  );
  for (const { rule, construct } of made) {
    const before = rule.part.after.flatMap((key) => constructs.get(placeOf(rule.place, key)) ?? []);
    // Lazy, because a name that was asked for can no longer be overridden (cdktn 0.24).
    if (before.length > 0) construct.dependsOn = Lazy.listValue({ produce: () => before.map(dependable) });
  }
}

import type { ModuleResources } from './module-resources.js';

type Moved = { readonly from: string; readonly to: string };

/**
 * The `moved` blocks for resources whose names changed although what they are made from did not, e.g. because a second
 * data centre came: the names of lists then name their data centre.
 */
export function movedResources(now: ModuleResources, before: ModuleResources): Moved[] {
  return [
    ...movedNames('aws_ec2_managed_prefix_list', now.lists, before.lists),
    ...movedNames('aws_vpc_security_group_ingress_rule', now.rules, before.rules),
  ];
}

function movedNames(
  type: string,
  now: ReadonlyMap<string, readonly string[]>,
  before: ReadonlyMap<string, readonly string[]>,
): Moved[] {
  const kept = new Set([...now.values()].flat());
  return [...before].flatMap(([key, old]) => {
    const names = now.get(key) ?? [];
    // A list that is split otherwise has other parts; those of the same length of name are the same parts.
    if (names.length !== old.length) return [];
    return old.flatMap((name, index) =>
      name === names[index] || kept.has(name)
        ? []
        : [{ from: `${type}.${name}`, to: `${type}.${names[index]!}` }],
    );
  });
}

import type { AddressSet } from '@postern/firewall/rule-set';
import { TerraformStack, type TerraformResource } from 'cdktn';
import { RootConstruct } from 'constructs';
import type { MadeResource, ModuleResources } from './cloud-module.js';
import type { ListPart } from './split-lists.js';

/** A construct of a resource, and what it was made from. */
export type MadeConstruct = {
  readonly construct: TerraformResource;
  readonly set: AddressSet;
  readonly part: ListPart;
  readonly place: string;
  readonly key: string;
};

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The resources that `build` adds to a stack, as cdktn writes them, without its metadata (construct paths, stack traces).
 * `adapt` puts in what the module's own variables decide.
 */
export function synthesiseResources(
  build: (stack: TerraformStack) => readonly MadeConstruct[],
  adapt: (attributes: Attributes) => Attributes,
): ModuleResources {
  const stack = new TerraformStack(new RootConstruct(), 'postern'); // An App would read the environment and make a directory.
  const made = build(stack).map(({ construct, set, part: { slot }, place, key }): MadeResource => ({
    type: construct.terraformResourceType,
    name: moduleName(construct),
    set,
    slot,
    place,
    key,
  }));
  const { resource } = stack.toTerraform() as { resource?: Record<string, Record<string, Attributes>> };
  if (resource === undefined) return { made };
  const one = ({ '//': _, ...attributes }: Attributes) => ({
    count: '${var.create ? 1 : 0}',
    ...adapt(attributes),
  });
  const all = Object.entries(resource).map(([type, named]) => [
    type,
    Object.fromEntries(Object.entries(named).map(([name, attributes]) => [name, one(attributes)])),
  ]);
  return { resource: Object.fromEntries(all) as Record<string, Record<string, object>>, made };
}

/** Names a resource after its construct. To be called before another resource refers to it. */
export function nameInModule(construct: TerraformResource): void {
  construct.overrideLogicalId(moduleName(construct));
}

/** A resource name in Terraform: letters, digits, hyphens and underscores, not starting with a digit. */
function moduleName({ node: { id } }: TerraformResource): string {
  // Underscores are doubled first, so that no two names become one.
  return id.replace(/_/g, '__').replace(/[^A-Za-z0-9_-]/g, '_');
}

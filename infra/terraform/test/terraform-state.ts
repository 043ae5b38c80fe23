import { resourcesByAddress, type Attributes, type WrittenModule } from './written-module.js';

type Held = {
  readonly attributes: Attributes;
  /** Addresses of everything that it depended on, directly or not. */
  readonly dependencies: ReadonlySet<string>;
};

/** Arguments whose change replaces a resource. */
const replacing = ['name', 'resource_group_name', 'network_security_group_name', 'direction', 'network'];

/**
 * The order in which Terraform applies a module, worked out from its documentation (“Destroying resources”,
 * create_before_destroy): what depends on something changes after it; what is no longer wanted is destroyed as soon as
 * everything that depended on it has changed. `revisions-on-ec2.test.ts` shows the same with Terraform itself.
 */
export class TerraformState {
  #held = new Map<string, Held>();
  /** Resources that have a successor and are not destroyed yet. */
  #replaced: Attributes[] = [];
  /** Called after each change with everything that exists. */
  afterChange: (existing: readonly Attributes[]) => void = () => undefined;

  /** What exists, by address. */
  get resources(): ReadonlyMap<string, Attributes> {
    return new Map([...this.#held].map(([address, { attributes }]) => [address, attributes]));
  }

  apply(module: WrittenModule): void {
    for (const { from, to } of module.moved ?? []) this.#move(from, to);
    const wanted = resourcesByAddress(module);
    const before = new Map(this.#held);
    const orphans = new Set([...before.keys()].filter((address) => !wanted.has(address)));
    const done = new Set<string>();
    this.#destroy(orphans, before, wanted, done);
    while (done.size < wanted.size) {
      const ready = [...wanted].filter(
        ([address, attributes]) =>
          !done.has(address) && dependenciesOf(attributes).every((one) => done.has(one)),
      );
      if (ready.length === 0) throw new Error('The resources depend on each other in a circle');
      for (const [address, attributes] of ready) {
        this.#change(address, attributes, wanted);
        done.add(address);
        this.#destroy(orphans, before, wanted, done);
      }
    }
    this.#replaced = [];
    this.#changed();
  }

  #move(from: string, to: string): void {
    const moved = this.#held.get(from);
    if (moved === undefined || this.#held.has(to)) return;
    this.#held.delete(from);
    this.#held.set(to, moved);
    for (const [address, { attributes, dependencies }] of this.#held) {
      if (!dependencies.has(from)) continue;
      const renamed = new Set([...dependencies].map((one) => (one === from ? to : one)));
      this.#held.set(address, { attributes, dependencies: renamed });
    }
  }

  #change(address: string, attributes: Attributes, wanted: ReadonlyMap<string, Attributes>): void {
    const old = this.#held.get(address);
    if (old !== undefined && replacing.some((name) => old.attributes[name] !== attributes[name]))
      this.#replaced.push(old.attributes);
    this.#held.set(address, { attributes, dependencies: allDependencies(address, wanted) });
    this.#changed();
  }

  #destroy(
    orphans: Set<string>,
    before: ReadonlyMap<string, Held>,
    wanted: ReadonlyMap<string, Attributes>,
    done: ReadonlySet<string>,
  ): void {
    for (const orphan of orphans) {
      const dependents = [...before].filter(([, { dependencies }]) => dependencies.has(orphan));
      if (dependents.some(([address]) => wanted.has(address) && !done.has(address))) continue;
      orphans.delete(orphan);
      this.#held.delete(orphan);
      this.#changed();
    }
  }

  #changed(): void {
    this.afterChange([...[...this.#held.values()].map(({ attributes }) => attributes), ...this.#replaced]);
  }
}

function dependenciesOf({ depends_on: given }: Attributes): readonly string[] {
  return (given ?? []) as readonly string[];
}

function allDependencies(address: string, wanted: ReadonlyMap<string, Attributes>): Set<string> {
  const found = new Set<string>();
  const visit = (one: string) => {
    for (const dependency of dependenciesOf(wanted.get(one) ?? {})) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(address);
  return found;
}

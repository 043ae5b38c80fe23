import { isIPv6 } from 'node:net';
import { Refusal, type Cloud, type Resource } from './cloud-server.js';

type Rule = NonNullable<Resource>;

/**
 * Rules as Azure and Google Cloud hold them. They refuse what the clouds refuse: two rules with one name or, in Azure,
 * with one priority, both families or too many prefixes in a rule.
 */
export class FakeCloud implements Cloud {
  readonly rules = new Map<string, Rule>();
  /** Called after every change. */
  afterChange = (): void => undefined;

  constructor(readonly kind: 'azurerm' | 'google') {}

  get replacing(): readonly string[] {
    return this.kind === 'azurerm'
      ? ['name', 'resource_group_name', 'network_security_group_name']
      : ['name', 'network', 'project', 'direction'];
  }

  idOf(rule: Rule): string {
    const place = [rule['resource_group_name'], rule['network_security_group_name'] ?? rule['network']];
    return `/${[...place, rule['name']].map(String).join('/')}`;
  }

  change(id: string, prior: Resource, rule: Resource): void {
    if (rule === null) this.rules.delete(id);
    else {
      if (prior === null && this.rules.has(id)) throw new Refusal('A rule with this name exists');
      this.#check(id, rule);
      this.rules.set(id, rule);
    }
    this.afterChange();
  }

  /** Who gets in now: what a rule guards, its port and each of its sources. */
  openFlows(): Set<string> {
    return new Set([...this.rules.values()].flatMap((rule) => this.#flowsOf(rule)));
  }

  #flowsOf(rule: Rule): string[] {
    const place =
      this.kind === 'azurerm'
        ? [
            rule['network_security_group_name'],
            rule['destination_address_prefixes'],
            rule['destination_port_range'],
          ]
        : [rule['network'], rule['target_tags'], rule['allow']];
    return sourcesOf(rule).map((source) => `${JSON.stringify(place)} ${source}`);
  }

  #check(id: string, rule: Rule): void {
    const sources = sourcesOf(rule);
    if (new Set(sources.map((cidr) => isIPv6(cidr.split('/')[0]!))).size !== 1)
      throw new Refusal('A rule has prefixes of one family');
    if (sources.length > (this.kind === 'azurerm' ? 4000 : 5000)) throw new Refusal('Too many prefixes');
    if (this.kind === 'google') return;
    const clash = [...this.rules].some(
      ([other, { network_security_group_name: group, priority }]) =>
        other !== id && group === rule['network_security_group_name'] && priority === rule['priority'],
    );
    if (clash) throw new Refusal('SecurityRuleConflict: another rule has this priority');
  }
}

function sourcesOf(rule: Rule): readonly string[] {
  return (rule['source_address_prefixes'] ?? rule['source_ranges']) as readonly string[];
}

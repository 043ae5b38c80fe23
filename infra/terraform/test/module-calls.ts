import { distinct, type RuleSet } from '@postern/firewall/rule-set';

/**
 * A call of a module in a folder below, with what it is given for each server. A variable for the addresses of servers is
 * set only where the rule set does not know them, because the module has it only then.
 */
export function moduleCall(
  name: string,
  { rules, destinations }: RuleSet,
  shared: string,
  valuesOf: (index: number) => Readonly<Record<string, string>>,
): string {
  const hosts = distinct(rules.map(({ destination }) => destination));
  const unknown = hosts.filter((host) =>
    destinations.some((destination) => destination.host === host && !destination.isKnown),
  );
  const variables = hosts.length === 0 ? [] : Object.keys(valuesOf(0));
  const lines = variables.flatMap((variable) => {
    const named = variable === 'server_addresses' ? unknown : hosts;
    if (named.length === 0) return [];
    const entries = named.map((host) => `"${host}" = ${valuesOf(hosts.indexOf(host))[variable]!}`);
    return [`  ${variable} = { ${entries.join(', ')} }\n`];
  });
  return `module "${name}" {\n  source = "./${name}"\n  ${shared}\n${lines.join('')}}\n`;
}

/** The tests of a module, made to run from the folder above the module, so that one command runs those of all. */
export function testsFromAbove(name: string, text: string): string {
  const [, variables = ''] = /^(variables \{\n[\s\S]*?^\}\n)/m.exec(text) ?? [];
  const inner = variables.replace(/^variables \{\n|^\}\n$/gm, '');
  return text
    .replace(variables, '')
    .replace(/^(?:# .*\n)?mock_provider "\w+" \{\}\n/, '')
    .replace(
      /^run "(\w+)" \{$/gm,
      `run "${name.replaceAll(/[-/]/g, '_')}_$1" {\n  module {\n    source = "./${name}"\n  }`,
    )
    .replace(/^( {2}variables \{\n)/gm, `$1${inner}`)
    .replace(/^run "\w+makes_every_list_and_rule" \{$/gm, `$&\n  variables {\n${inner}  }`);
}

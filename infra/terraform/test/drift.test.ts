import { describe, expect, test } from '@jest/globals';
import { checkTarget } from '@postern/firewall/deployed/check-target';
import { scenarios } from '@postern/firewall/test/scenarios';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';

const ruleSet = scenarios['both-families']!;
const check = (text: string) => checkTarget('terraform-aws', text, ruleSet, {});

type Configuration = {
  resource: Record<
    'aws_ec2_managed_prefix_list' | 'aws_vpc_security_group_ingress_rule',
    Record<string, Record<string, unknown>>
  >;
};
const configuration = terraformAwsTarget.render(ruleSet, {}).files[0]!.text;

/** What `terraform show -json` prints after the module was applied: resources with ids instead of references. */
function stateOf(text: string): string {
  const { resource } = JSON.parse(text) as Configuration;
  const id = (name: string) => `pl-${name}`;
  const resources = Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, { prefix_list_id: list, ...values }]) => ({
      address: `module.postern.${type}.${name}[0]`,
      type,
      name,
      values: {
        ...values,
        ...(typeof list === 'string'
          ? { prefix_list_id: id(/list\.([^[]+)/.exec(list)![1]!) }
          : { id: id(name) }),
      },
    })),
  );
  return JSON.stringify({ values: { root_module: { child_modules: [{ resources }] } } }, null, 2);
}

const entry = /\{\s*"cidr": "203\.0\.113\.0\/27",[^}]*\},\s*/;
/** Changes to a configuration or a state; none of them leaves the same connections open. */
const sabotages: readonly (readonly [name: string, from: RegExp | string, to: string])[] = [
  ['an entry is gone', entry, ''],
  ['an entry is wider', '"203.0.113.0/27"', '"203.0.113.0/24"'],
  ['an entry is its neighbour', '"203.0.113.0/27"', '"203.0.113.224/27"'],
  ['a foreign entry is added', '"entry": [', '"entry": [{ "cidr": "198.18.0.0/24" },'],
  ['half of everything is added', '"entry": [', '"entry": [{ "cidr": "128.0.0.0/1" },'],
  ['an IPv6 entry is another', '"2001:db8:a::/48"', '"2001:db8:f::/48"'],
  ['a port is another', '"from_port": 993,\n', '"from_port": 9930,\n'],
  ['a range of ports', '"from_port": 993,', '"from_port": 900,'],
  ['every protocol and port', '"ip_protocol": "tcp"', '"ip_protocol": "-1"'],
  ['the lists are swapped', /pl-postern-imap4|(?<=list\.)postern-imap4(?=\[0\]\.id\})/, '$SMTP4'],
  ['a rule names everybody', /"prefix_list_id": "[^"]*"/, '"cidr_ipv4": "0.0.0.0/0"'],
  ['a rule names every IPv6 address', /"prefix_list_id": "[^"]*"/, '"cidr_ipv6": "::/0"'],
  ['the list is gone', /"postern-imap4": \{|"name": "postern-imap4",/, '"$&'],
  ['all rules are gone', /"aws_vpc_security_group_ingress_rule"/g, '"aws_security_group"'],
  ['a rule of another port is added', /"from_port": 465,\s*(?="ip_protocol")/, '"from_port": 22,'],
];

describe('B5 drift of terraform-aws', () => {
  const texts = { 'main.tf.json': configuration, 'terraform show -json': stateOf(configuration) };

  test.each(Object.entries(texts))('what our own module says is the same: %s', (_, text) => {
    expect(check(text)).toEqual({ state: 'same', missing: [], wider: [], gone: [], unread: [] });
  });

  test.each(Object.entries(texts))(
    `every one of ${sabotages.length} sabotages is found in %s`,
    (_, before) => {
      const overlooked = sabotages.filter(([name, from, to]) => {
        const swapped = before.includes('pl-postern-imap4') ? 'pl-postern-smtp4' : 'postern-smtp4';
        const after = before.replace(from, to.replace('$SMTP4', swapped));
        if (after === before) throw new Error(`The sabotage “${name}” changes nothing`);
        return check(after).state === 'same';
      });
      expect(overlooked.map(([name]) => name)).toEqual([]);
    },
  );

  test('a text of another kind is unknown, never the same', () => {
    for (const other of ['', '{}', '[1]', 'resource "x" {}', '{"values":{"root_module":{}}}']) {
      expect([other, check(other).state]).not.toEqual([other, 'same']);
    }
  });
});

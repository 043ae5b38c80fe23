import { describe, expect, test } from '@jest/globals';
import { checkTarget } from '@postern/firewall/deployed/check-target';
import { detectTarget } from '@postern/firewall/deployed/detect-target';
import { scenarios } from '@postern/firewall/test/scenarios';
import { terraformAwsTarget } from '../src/terraform-aws-target.js';
import { terraformAzureTarget } from '../src/terraform-azure-target.js';
import { terraformGoogleTarget } from '../src/terraform-google-target.js';
import { sabotages } from './cloud-sabotages.js';
import { readModule, type Attributes } from './written-module.js';

const ruleSet = scenarios['both-families']!;
const targets = {
  'terraform-aws': terraformAwsTarget,
  'terraform-azure': terraformAzureTarget,
  'terraform-google': terraformGoogleTarget,
};

const listName = (expression: unknown) => /list\.([^[]+)/.exec(String(expression))![1]!;

/** The values that Terraform has in place of the expressions of a module. */
function valuesOf(name: string, { count: _, lifecycle: __, ...attributes }: Attributes): Attributes {
  const text = JSON.stringify(attributes)
    .replace(/\$\{split\(\\"\/\\", var\.\w+\[\\"(\w+)[^"]*\\"\]\)\[(\d)\]\}/g, 'group-$2-of-$1')
    .replace(/\$\{var\.(?:target_tags|security_group_ids)\[\\"(\w+)[^"]*\\"\]\}/g, '$1')
    .replace(/"\$\{var\.first_priority \+ (\d+)\}"/g, '1$1')
    .replace(/"\$\{var\.(?:priority|project|tags)\}"/g, 'null')
    .replaceAll('${var.name_prefix}', 'postern');
  const values = JSON.parse(text) as Attributes;
  return 'prefix_list_id' in values ? values : { id: `pl-${name}`, ...values };
}

type Resource = {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly values: Attributes;
};

function resourcesOf(configuration: string): Resource[] {
  const { resource = {} } = readModule([{ path: 'main.tf.json', text: configuration }]);
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, attributes]) => ({
      type,
      name,
      address: `module.postern.${type}.${name}[0]`,
      values: valuesOf(name, attributes),
    })),
  );
}

/** What `terraform show -json` prints after the module was applied: ids instead of references. */
function stateOf(configuration: string): string {
  const resources = resourcesOf(configuration).map(({ values, ...resource }) => ({
    ...resource,
    values:
      'prefix_list_id' in values
        ? { ...values, prefix_list_id: `pl-${listName(values['prefix_list_id'])}` }
        : values,
  }));
  return JSON.stringify({ values: { root_module: { child_modules: [{ resources }] } } }, null, 2);
}

/** What `terraform show -json` prints of a first plan: the ids of lists are not known. */
function planOf(configuration: string): string {
  const resources = resourcesOf(configuration);
  const planned = resources.map(({ values: { id: _, prefix_list_id: __, ...values }, ...resource }) => ({
    ...resource,
    values,
  }));
  const expressions = resources.map(({ type, name, values }) => ({
    type,
    name,
    expressions:
      'prefix_list_id' in values
        ? {
            prefix_list_id: {
              references: [`aws_ec2_managed_prefix_list.${listName(values['prefix_list_id'])}[0]`],
            },
          }
        : {},
  }));
  return JSON.stringify(
    {
      planned_values: { root_module: { child_modules: [{ resources: planned }] } },
      configuration: { root_module: { module_calls: { postern: { module: { resources: expressions } } } } },
    },
    null,
    2,
  );
}

/** What a sabotage puts in, which depends on how the text names things. */
function replacement(to: string, text: string): string {
  return to
    .replace('$SMTP4', text.includes('pl-postern-imap4') ? 'pl-postern-smtp4' : 'postern-smtp4')
    .replace('$MAIL', text.includes('"mx"') ? '"mail"' : 'mail.example.com\\"]');
}

describe.each(Object.entries(targets))('B5 drift of %s', (id, target) => {
  const check = (text: string) => checkTarget(id, text, ruleSet, {});
  const configuration = target.render(ruleSet, {}).files[0]!.text;
  const texts = {
    'main.tf.json': configuration,
    'terraform show -json of the state': stateOf(configuration),
    'terraform show -json of a plan': planOf(configuration),
  };
  const changes = sabotages[id as keyof typeof sabotages];

  test.each(Object.entries(texts))('what our own module says is the same: %s', (_, text) => {
    expect(check(text)).toEqual({ state: 'same', missing: [], wider: [], gone: [], unread: [] });
    expect(detectTarget(text)).toBe(id);
  });

  test.each(Object.entries(texts))(
    `every one of ${changes.length} sabotages is found in %s`,
    (kind, before) => {
      const overlooked = changes.filter(([name, from, to]) => {
        const after = before.replace(from, replacement(to, before));
        // A first plan names no list by an id.
        if (after === before && kind.endsWith('plan') && String(from).includes('prefix_list_id'))
          return false;
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

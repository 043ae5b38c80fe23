import { describe, expect, test } from '@jest/globals';
import { describeTarget, type TargetDescription } from '@postern/firewall/targets';
import { allTargets } from '@postern/terraform/all-targets';
import { join } from 'node:path';
import type { TargetTexts } from '../../apps/console/src/text/target-texts.js';

type Parameter = {
  readonly target: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
};

/** The console’s modules are resolved by its bundler, so the types of this test cannot follow their imports. */
async function textsIn(language: 'de' | 'fr'): Promise<TargetTexts> {
  const file = join(import.meta.dirname, `../../apps/console/src/text/${language}/target-texts.ts`);
  return ((await import(file)) as { readonly targetTexts: TargetTexts }).targetTexts;
}

const [german, french] = await Promise.all([textsIn('de'), textsIn('fr')]);
const targets: readonly TargetDescription[] = (await allTargets()).map(describeTarget);
const parameters = targets.flatMap(({ id: target, parameters: schema }) =>
  Object.entries((schema['properties'] ?? {}) as Record<string, Omit<Parameter, 'target' | 'name'>>).map(
    ([name, parameter]): Parameter => ({ ...parameter, target, name }),
  ),
);

/** Words that English labels have besides the names of products. */
const isPhrase = (label: string) => /\b(?:and|by|for|of|with|commands)\b/.test(label);
/** Values, commands and examples, which no language translates. */
const constants =
  /\b(?:permit|exclusive|mail-server|router(?=\u00a0?:)|commands|ipset|text|forward|input|nftables|firewalld|ufw|Dovecot|RouterOS|NAT|IPv4|VIP|VPC|ANY|postern_hosts|app=mail|1999|1000000000|[24]\.[34])\b/g;
const constantsIn = (text: string) => [...new Set(text.match(constants))].sort();

describe.each([
  ['German', german, ['Form', 'Format', 'Namespace', 'Version', 'Zone']],
  ['French', french, ['Format', 'Mode', 'Table', 'Version', 'Zone']],
] as const)('the texts of firewall targets in %s', (_, texts, alike) => {
  const textOf = ({ target, name }: Parameter) =>
    texts.parameters[`${target}.${name}`] ?? texts.parameters[name];

  test('every target has its label, its proof and what is downloaded from it', () => {
    const ids = (some: readonly TargetDescription[]) => some.map(({ id }) => id).sort();
    expect(Object.keys(texts.labels).sort()).toEqual(ids(targets.filter(({ label }) => isPhrase(label))));
    expect(Object.keys(texts.proofs).sort()).toEqual(ids(targets));
    const sentences = targets.filter(({ check }) => check !== null && /download/.test(check));
    expect(Object.keys(texts.checks).sort()).toEqual(ids(sentences));
    for (const { id, label, proof } of targets) {
      expect([id, texts.proofs[id]]).not.toEqual([id, proof]);
      expect([id, texts.labels[id]]).not.toEqual([id, label]);
    }
  });

  test.each(parameters)(
    '$target.$name has a title, a help and a format, with the same values',
    (parameter) => {
      const { title, description } = parameter;
      const translated = textOf(parameter);
      expect(translated).toBeDefined();
      if (!(alike as readonly string[]).includes(title ?? '')) expect(translated!.title).not.toBe(title);
      expect(translated!.help === undefined).toBe(description === undefined);
      expect(constantsIn(translated!.help ?? '')).toEqual(constantsIn(description ?? ''));
      expect(translated!.help ?? '.').toMatch(/\.$/);
      // A list of choices takes every value that it offers.
      expect(translated!.format === undefined).toBe(parameter.enum !== undefined);
    },
  );

  test('no text is left of a parameter that is gone', () => {
    const used = new Set(parameters.map(textOf));
    expect(Object.entries(texts.parameters).filter(([, each]) => !used.has(each))).toEqual([]);
  });
});

import { measureSize, type PrefixSet } from '@postern/core/prefix-set';

type Forms = { readonly one: string; readonly other: string };

/** Says the size of a set in a language; each form has `#` for the number. */
export function sizeOf(language: string, address: Forms, network: Forms): (set: PrefixSet) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const say = (count: number, forms: Forms) =>
    (rules.select(count) === 'one' ? forms.one : forms.other).replace('#', numbers.format(count));
  return (set) => {
    const { addresses, networks } = measureSize(set);
    const parts = networks.map(({ length, count }) => `${say(count, network)} /${length}`);
    if (addresses > 0 || parts.length === 0) parts.unshift(say(addresses, address));
    return new Intl.ListFormat(language).format(parts);
  };
}

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/**
 * Numbers, plurals, lists and times in one language, in the form of the browser's region: a German browser that is set
 * to Austria gets Austrian forms. Only catalogues import this file.
 */
export function formatsOf(language: string) {
  const locale = navigator.languages.find((each) => each.split('-')[0] === language) ?? language;
  const numbers = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const rules = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    number: (value: number) => numbers.format(value),
    /** The form for a count, with the number in place of each `#`; a form that is not named is that of `other`. */
    plural: (count: number, forms: Forms) =>
      (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count)),
    /** A list as a sentence has it, e.g. "a, b, and c". */
    list: (items: readonly string[]) => lists.format(items),
    relative: (amount: number, unit: Intl.RelativeTimeFormatUnit) => relative.format(amount, unit),
    /** Date and time in the browser's time zone. */
    time: (at: Date) => exact.format(at),
    /** A date without a time, e.g. of a provider's announcement; read as UTC. */
    day: (date: string) => day.format(new Date(date)),
    milliseconds: (ms: number) => {
      if (ms >= 1000) return `${tenths.format(ms / 1000)} s`;
      return ms > 0 && ms < 1 ? '< 1 ms' : `${numbers.format(Math.round(ms))} ms`;
    },
  };
}

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** What a language needs besides `Intl`: its colon and its words for a time relative to now. */
type LanguageForms = {
  /** What stands between a name and its value; French has a space before it. */
  readonly colon: string;
  readonly ago: (time: string) => string;
  readonly ahead: (time: string) => string;
  readonly units: Readonly<Record<TimeUnit, Forms>>;
  /** Times with a name of their own, by amount and unit, e.g. `-1 day`. */
  readonly named: Readonly<Record<string, string>>;
};

/**
 * Numbers, plurals, lists and times in one language, in the form of the browser's region: a German browser that is set
 * to Austria gets Austrian forms. Only catalogues import this file.
 *
 * The first formatter other than `PluralRules` makes Chromium 156 read all of its locales, which takes 40 ms of processor
 * time, a tenth of the first visit. So each is made when it is needed, and numbers below 1000 and relative times need none.
 */
export function formatsOf(language: string, { colon, ago, ahead, units, named }: LanguageForms) {
  const locale = navigator.languages.find((each) => each.split('-')[0] === language) ?? language;
  const rules = new Intl.PluralRules(locale);
  const numbers = once(() => new Intl.NumberFormat(locale));
  const tenths = once(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  const lists = once(() => new Intl.ListFormat(locale));
  const exact = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));
  const number = (value: number) =>
    Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : numbers().format(value);
  /** The form for a count, with the number in place of each `#`; a form that is not named is that of `other`. */
  const plural = (count: number, forms: Forms) =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', number(count));
  return {
    colon,
    number,
    plural,
    /** A list as a sentence has it, e.g. "a, b, and c". */
    list: (items: readonly string[]) => lists().format(items),
    /** A time from now; negative amounts are past. */
    relative: (amount: number, unit: TimeUnit) =>
      named[`${amount} ${unit}`] ?? (amount < 0 ? ago : ahead)(plural(Math.abs(amount), units[unit])),
    /** Date and time in the browser's time zone. */
    time: (at: Date) => exact().format(at),
    /** A date without a time, e.g. of a provider's announcement; read as UTC. */
    day: (date: string) => days().format(new Date(date)),
    milliseconds: (ms: number) => {
      if (ms >= 1000) return `${tenths().format(ms / 1000)} s`;
      return ms > 0 && ms < 1 ? '< 1 ms' : `${number(Math.round(ms))} ms`;
    },
  };
}

/** Makes a value when it is needed first. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

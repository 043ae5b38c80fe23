import type { en } from './en/catalogue';
import type { firstWords } from './en/first-words';

/** The type of a catalogue: the keys and functions of the English one, with any texts. */
export type Catalogue = Translated<typeof en>;

/** The part of a catalogue that the first page needs. */
export type FirstWords = Translated<typeof firstWords>;

type Translated<Value> = Value extends string
  ? string
  : Value extends (...args: infer Arguments) => infer Result
    ? (...args: Arguments) => Translated<Result>
    : Value extends object
      ? { readonly [Key in keyof Value]: Translated<Value[Key]> }
      : Value;

import type { en } from './en/catalogue';

/** The type of a catalogue: the keys and functions of the English one, with any texts. */
export type Catalogue = Translated<typeof en>;

type Translated<Value> = Value extends string
  ? string
  : Value extends (...args: infer Arguments) => infer Result
    ? (...args: Arguments) => Translated<Result>
    : Value extends object
      ? { readonly [Key in keyof Value]: Translated<Value[Key]> }
      : Value;

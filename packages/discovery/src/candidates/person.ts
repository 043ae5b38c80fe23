/** Whose settings are looked for: a domain, and the address if one was given. */
export type Person = {
  /** Lower-case A-labels. */
  readonly domain: string;
  /** The address with the domain in lower-case A-labels; null if only the domain is known. */
  readonly email: string | null;
};

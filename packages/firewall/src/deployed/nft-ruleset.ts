/** A condition or verdict of a rule, from either notation. */
export type NftPart =
  | { readonly kind: 'source' | 'destination'; readonly values: readonly string[] }
  | { readonly kind: 'ports'; readonly values: readonly string[] }
  | { readonly kind: 'state'; readonly values: readonly string[] }
  | { readonly kind: 'harmless' }
  | { readonly kind: 'family'; readonly family: 4 | 6 }
  | { readonly kind: 'verdict'; readonly verdict: string; readonly target?: string }
  | { readonly kind: 'unknown'; readonly text: string };
export type NftRule = {
  readonly table: string;
  readonly chain: string;
  readonly parts: readonly NftPart[];
  readonly line: string;
};
export type NftRuleset = {
  readonly chains: readonly { readonly table: string; readonly name: string; readonly hook?: string }[];
  readonly sets: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly NftRule[];
};

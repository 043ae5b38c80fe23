import type { EndpointName } from '../endpoint-name.js';

type Report<Failure> = {
  readonly endpoint: EndpointName;
  readonly steps: readonly { readonly failure: Failure | null }[];
};

const order: readonly EndpointName[] = ['imap', 'smtp', 'exchange'];

/** Returns the first failure of each server that failed, in the order imap, smtp, exchange. */
export function failuresOf<Failure>(endpoints: readonly Report<Failure>[]): Failure[] {
  return order
    .flatMap((name) => endpoints.filter(({ endpoint }) => endpoint === name))
    .map(({ steps }) => steps.find(({ failure }) => failure !== null)?.failure ?? null)
    .filter((failure) => failure !== null);
}

/** Returns the failure of a whole verification: that of the first failed server; null if all passed. */
export function firstFailure<Failure>(endpoints: readonly Report<Failure>[]): Failure | null {
  return failuresOf(endpoints)[0] ?? null;
}

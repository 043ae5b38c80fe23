import { staleProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import { knownProviders } from '@postern/core/provider-facts/known-providers';
import type { ProviderFacts } from '@postern/core/provider-facts/provider-fact';
import { print } from './print.js';

/** Prints the rows of the table of providers, or those that were not checked for `stale` days. */
export function printFacts({ stale, json }: { readonly stale?: number; readonly json?: true }): void {
  const rows = stale === undefined ? knownProviders : staleProviderFacts(stale, new Date());
  const text = json === undefined ? rows.map(formatFacts).join('\n') : `${JSON.stringify(rows, null, 2)}\n`;
  print(
    rows.length === 0 && json === undefined ? `Every row was checked in the last ${stale} days.\n` : text,
  );
}

function formatFacts({ provider, demands, source, checkedAt }: ProviderFacts): string {
  const lines = demands.map(
    ({ kind, text, url }) => `  ${kind}: ${text}${url === null ? '' : `\n    ${url}`}`,
  );
  return [
    `${provider}, ${checkedAt === null ? 'not checked yet' : `checked ${checkedAt}`}`,
    ...lines,
    `  source: ${source}`,
    '',
  ].join('\n');
}

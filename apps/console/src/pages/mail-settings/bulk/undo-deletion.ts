import { exportSelected, type BulkChange } from '../../../api/bulk-changes';
import { importSettings } from '../../../api/import-export';

type Target = { readonly domain: string };

/** The settings of domains before they are deleted: one request body a line. Attempts by users are not among them. */
export type KeptSettings = readonly string[];

export async function keepSettings(domains: readonly Target[]): Promise<KeptSettings> {
  const selection = { domains: domains.map(({ domain }) => ({ domain })) };
  const file = await exportSelected(selection, 'ndjson', () => undefined);
  return (await file.text()).split('\n').filter((line) => line !== '');
}

/** Of the kept settings those that a change has deleted: it goes through `domains` in order, and leaves some as they were. */
export function deletedOf(
  kept: KeptSettings,
  domains: readonly Target[],
  { processed, failures }: Pick<BulkChange, 'processed' | 'failures'>,
): KeptSettings {
  const left = new Set(failures.map(({ domain }) => domain));
  const deleted = new Set(
    domains
      .slice(0, processed)
      .map(({ domain }) => domain)
      .filter((domain) => !left.has(domain)),
  );
  return kept.filter((line) => deleted.has(domainOf(line)));
}

/** Adds deleted settings again, except those of domains that somebody has set up since then. */
export async function addAgain(deleted: KeptSettings): Promise<void> {
  const present = await keepSettings(deleted.map((line) => ({ domain: domainOf(line) })));
  const taken = new Set(present.map(domainOf));
  const lines = deleted.filter((line) => !taken.has(domainOf(line)));
  if (lines.length === 0) return;
  const content = new Blob([lines.join('\n')]);
  await importSettings({ content, format: 'ndjson', dryRun: false, columns: null }, () => undefined);
}

function domainOf(line: string): string {
  return (JSON.parse(line) as Target).domain;
}

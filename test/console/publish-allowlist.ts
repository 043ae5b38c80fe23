import type { AllowlistDocument, allowlistInputSchema } from '@postern/core/allowlist-document';
import type { z } from 'zod';
import type { ConsoleStack } from './start-console.js';

type AllowlistInput = z.input<typeof allowlistInputSchema>;
type Entry = AllowlistInput['entries'][number];

/**
 * Publishes the next revision of the allowlist as an operator; `change` returns its content for the current list.
 */
export async function publishAllowlist(
  { url, tokens }: ConsoleStack,
  change: (current: AllowlistDocument) => AllowlistInput,
): Promise<void> {
  const headers = { authorization: `Bearer ${tokens.operator}`, 'content-type': 'application/json' };
  const version = await fetch(`${url}/v1/allowlist/version`, { headers });
  const document = (await (await fetch(`${url}/v1/allowlist`, { headers })).json()) as AllowlistDocument;
  const answer = await fetch(`${url}/v1/allowlist`, {
    method: 'PUT',
    headers: { ...headers, 'if-match': version.headers.get('etag')! },
    body: JSON.stringify(change(document)),
  });
  if (!answer.ok) throw new Error(`Publishing answered ${answer.status}: ${await answer.text()}`);
}

/** Publishes two data centres with an announced, a retiring and a removed prefix; a second call changes nothing. */
export async function publishExample(stack: ConsoleStack): Promise<void> {
  const answer = await stack.stack.fetch('/v1/allowlist/version');
  if (((await answer.json()) as { revision: number }).revision > 1) return;
  const dataCenters = [
    { id: 'eu1', label: 'Frankfurt' },
    { id: 'na1', label: 'Virginia' },
  ];
  const announced: readonly Entry[] = (['imap', 'smtp'] as const).map((protocol) => ({
    cidr: '198.51.100.0/27',
    protocol,
    dataCenter: 'eu1',
    state: 'announced',
    activeFrom: '2027-02-01T00:00:00Z',
  }));
  await publishAllowlist(stack, ({ entries }) => ({ dataCenters, entries: [...entries, ...announced] }));
  await publishAllowlist(stack, ({ entries }) => ({
    dataCenters,
    entries: entries
      .filter(({ cidr }) => cidr !== '143.244.82.15/32')
      .map((entry) =>
        entry.cidr === '143.244.87.0/25'
          ? { ...entry, state: 'retiring', retireAfter: '2027-03-31T00:00:00Z' }
          : entry,
      ),
  }));
}

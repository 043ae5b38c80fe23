import { readFile } from 'node:fs/promises';
import { inputErrors } from '@postern/core/problem';
import { parseWebhookUrl } from '@postern/core/webhook-url';
import {
  destinationsSchema,
  type AccountSettings,
  type DomainServers,
} from '@postern/firewall/account-settings';
import type { Command } from 'commander';
import { z } from 'zod';
import { parseServerOption, serverOptionFormat, type ServerOption } from './server-option.js';
import { UsageError } from './usage-error.js';

/** The options that describe the account for which rules are made. */
export type AccountOptions = {
  readonly settings?: string;
  readonly imap: readonly ServerOption[];
  readonly smtp: readonly ServerOption[];
  readonly exchange: readonly string[];
  readonly webhook: readonly string[];
  readonly dataCenter: readonly string[];
  readonly destination: readonly string[];
};

/** Adds the options that say which allowlist the command reads. */
export function withAllowlistOptions(command: Command): Command {
  return command
    .option(
      '--allowlist <file or URL>',
      'an allowlist document, a Postern URL, or the vendor’s IP-range feed; default: the sample list',
    )
    .option('--token-file <file>', 'the file with the token for that URL');
}

/** Adds the options that describe an account: its mail servers, their addresses, and its data centre. */
export function withAccountOptions(command: Command): Command {
  return withAllowlistOptions(command)
    .option('--settings <file>', 'mail settings: the response of /v1/mail-settings, or an NDJSON export')
    .option(`--imap ${serverOptionFormat}`, 'an IMAP server; may be repeated', collectServer('imap'), [])
    .option(`--smtp ${serverOptionFormat}`, 'an SMTP server; may be repeated', collectServer('smtp'), [])
    .option('--exchange <URL>', 'an Exchange URL; may be repeated', collect, [])
    .option('--webhook <URL>', 'a receiver of webhooks; may be repeated', collect, [])
    .option('--data-center <id>', 'the account’s data centre; may be repeated', collect, [])
    .option('--destination <host=address,…>', 'a server’s addresses; may be repeated', collect, []);
}

/** Appends the value of an option that may be repeated to its earlier values. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function collectServer(endpoint: 'imap' | 'smtp') {
  return (text: string, previous: readonly ServerOption[]): ServerOption[] => [
    ...previous,
    parseServerOption(endpoint, text),
  ];
}

const serverSchema = z.object({ host: z.string(), port: z.int() });
const originSchema = z.enum(['admin', 'attempt']).optional();
const settingsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('imap'),
    domain: z.string(),
    imap: serverSchema,
    smtp: serverSchema,
    origin: originSchema,
  }),
  z.object({
    kind: z.literal('exchange'),
    domain: z.string(),
    exchange: z.object({ url: z.string() }),
    origin: originSchema,
  }),
]);

/** Builds the account from the options of the command. Throws `UsageError`, which names the option. */
export async function readAccount(options: AccountOptions): Promise<AccountSettings> {
  const domains = [
    ...(options.settings === undefined ? [] : await readSettings(options.settings)),
    ...pairServers(options),
    ...options.exchange.map((url): DomainServers => ({ domain: '', kind: 'exchange', exchange: { url } })),
  ];
  const given = options.destination.map((text) => {
    const [host, list, ...rest] = text.split('=');
    if (!host || !list || rest.length > 0)
      throw new UsageError(`--destination ${text}: write host=address,address`);
    return [host, list.split(',')] as const;
  });
  const destinations = destinationsSchema.safeParse(Object.fromEntries(given));
  if (!destinations.success)
    throw new UsageError(`--destination: ${inputErrors(destinations.error.issues)[0]!.message}`);
  const webhooks = options.webhook.map((text) => {
    const url = parseWebhookUrl(text);
    if (!url.ok) throw new UsageError(`--webhook ${text}: ${url.message}`);
    return url.url;
  });
  return { dataCenters: options.dataCenter, domains, webhooks, destinations: destinations.data };
}

/**
 * Returns the servers of the command line: the n-th server of each kind belongs to the n-th domain. The last server
 * of the shorter list is used for the remaining domains.
 */
function pairServers({ imap, smtp }: AccountOptions): DomainServers[] {
  if (imap.length === 0 && smtp.length === 0) return [];
  if (imap.length === 0 || smtp.length === 0)
    throw new UsageError('--imap needs --smtp and --smtp needs --imap, because a domain has both servers');
  const count = Math.max(imap.length, smtp.length);
  return Array.from({ length: count }, (_, index) => ({
    domain: '',
    kind: 'imap',
    imap: imap[Math.min(index, imap.length - 1)]!,
    smtp: smtp[Math.min(index, smtp.length - 1)]!,
  }));
}

async function readSettings(path: string): Promise<DomainServers[]> {
  let rows: unknown[];
  try {
    const text = await readFile(path, 'utf8');
    rows = parseRows(text);
  } catch {
    throw new UsageError(`--settings: ${path} is neither JSON nor NDJSON`);
  }
  return rows.map((row, index) => {
    const parsed = settingsSchema.safeParse(row);
    if (parsed.success) return parsed.data;
    const [error] = inputErrors(parsed.error.issues);
    throw new UsageError(`--settings: row ${index + 1}: ${error!.path}: ${error!.message}`);
  });
}

/** Accepts a list response of the API, a JSON array, one JSON object, or one JSON object per line. */
function parseRows(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))) {
    return lines.map((line) => JSON.parse(line) as unknown);
  }
  const json = JSON.parse(text) as unknown;
  if (Array.isArray(json)) return json;
  return typeof json === 'object' && json !== null && 'data' in json && Array.isArray(json.data)
    ? json.data
    : [json];
}

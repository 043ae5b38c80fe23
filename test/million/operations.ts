import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { deleteExpired } from '@postern/api/housekeeping/delete-expired';
import { withoutAccount, type Database } from '@postern/database/database';
import { queueSearches } from '@postern/database/functions/queue-searches';
import { countDomains } from '@postern/database/functions/domain-counts';
import type { FilledAccount } from './fill-domains.js';

/** What an operation works on: an api in this process, its database, and accounts, the largest first. */
export type Installation = {
  readonly app: NestFastifyApplication;
  readonly maintenance: Database;
  readonly accounts: readonly FilledAccount[];
  /** A domain and a cursor of the largest account. */
  readonly domain: string;
  readonly deepCursor: string;
};

export type Operation = {
  readonly name: string;
  readonly targetMs: number;
  /** It changes rows, so that only its first run shows its cost. */
  readonly isOnce?: true;
  run(installation: Installation): Promise<unknown>;
};

const get = (name: string, targetMs: number, pathOf: (installation: Installation) => string): Operation => ({
  name,
  targetMs,
  run: (installation) => request(installation, installation.accounts[0]!, 'GET', pathOf(installation)),
});
const list = (what: string, query: string): Operation =>
  get(`list, ${what}`, 50, () => `/v1/mail-settings?${query}`);
const search = (what: string, text: string): Operation =>
  get(`search, ${what}`, 200, () => `/v1/mail-settings?search=${encodeURIComponent(text)}`);
const rules = (which: string, find: (accounts: readonly FilledAccount[]) => FilledAccount): Operation => ({
  name: `rules, ${which}`,
  targetMs: 30_000,
  run: (installation) =>
    request(installation, find(installation.accounts), 'POST', '/v1/firewall/nftables', {}),
});

/** Everything that grows with the number of domains, each with the time that it should take. */
export const operations: readonly Operation[] = [
  get('populate', 20, ({ domain }) => `/v1/populate?email=jane@${domain}`),
  list('first page', 'limit=50'),
  get('list, deep page', 50, ({ deepCursor }) => `/v1/mail-settings?limit=50&cursor=${deepCursor}`),
  list('failed ones', 'state=failed&origin=admin'),
  list('a state without domains', 'state=running'),
  search('prefix', 'd99'),
  search('inside', '9-a'),
  search('IDN', 'bücher'),
  search('server', 'imap.provider7.example.net'),
  search('no match', 'nothing-has-this-name'),
  get('summary, largest account', 50, () => '/v1/summary'),
  {
    name: 'summary, a thousandth',
    targetMs: 50,
    run: (installation) => request(installation, ofAThousandth(installation.accounts), 'GET', '/v1/summary'),
  },
  {
    name: 'count the domains',
    targetMs: 5000,
    async run({ maintenance }) {
      await withoutAccount(maintenance).execute(`update domain_count set begun_at = '-infinity'`);
      await countDomains(maintenance);
    },
  },
  {
    name: 'weekly searches, all accounts due',
    targetMs: 100,
    async run({ maintenance }) {
      const em = withoutAccount(maintenance);
      await em.execute(
        `insert into worker (id, data_center, concurrency) values (gen_random_uuid(), '', 100)`,
      );
      await em.execute('update account_search set next_at = now()');
      await queueSearches(maintenance);
      await em.execute('delete from worker');
    },
  },
  get('metrics', 100, () => '/metrics'),
  get('audit, first page', 50, () => '/v1/audit-events'),
  get('export, largest account', 10_000, () => '/v1/mail-settings/export'),
  rules('largest account', (accounts) => accounts[0]!),
  rules('a fiftieth', (accounts) => closestTo(accounts, accounts[0]!.domains / 5)),
  rules('a thousandth', ofAThousandth),
  {
    name: 'housekeeping, one day',
    targetMs: 60_000,
    isOnce: true,
    run: ({ maintenance }) => deleteExpired(maintenance, { auditRetentionDays: 365 }),
  },
];

/** The account with a thousandth of the domains of the largest one. */
function ofAThousandth(accounts: readonly FilledAccount[]): FilledAccount {
  return closestTo(accounts, accounts[0]!.domains / 1000);
}

/** The account whose number of domains is closest to a wanted one. */
function closestTo(accounts: readonly FilledAccount[], wanted: number): FilledAccount {
  const distance = ({ domains }: FilledAccount) => Math.abs(domains - wanted);
  return accounts.toSorted((one, other) => distance(one) - distance(other))[0]!;
}

/** Throws unless the answer is 200. */
export async function request(
  { app }: Pick<Installation, 'app'>,
  { token }: FilledAccount,
  method: 'GET' | 'POST',
  url: string,
  body?: object,
): Promise<string> {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(body && { payload: body }),
  });
  if (answer.statusCode >= 300)
    throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 500)}`);
  return answer.body;
}

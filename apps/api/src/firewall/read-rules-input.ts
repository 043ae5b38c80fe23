import { readAllowlistText } from '@postern/database/allowlist-revisions';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { Webhook } from '@postern/database/entities/webhook';
import type { Destinations } from '@postern/firewall/account-settings';
import type { RulesInput } from './rules-task.js';

export type WantedRules = {
  /** The domains to make rules for; by default all of the account. */
  readonly domains?: readonly string[];
  readonly destinations?: Destinations;
  /** Whether the receivers of webhooks get rules; by default if no domains are named. */
  readonly webhooks?: boolean;
  /** The revision that the device holds now. */
  readonly previousRevision?: number;
  /** The only domains that the caller sees; absent for all of the account. It then sees no receivers of webhooks. */
  readonly visibleDomains?: readonly string[] | undefined;
};

export type ReadRulesOutcome =
  | { readonly outcome: 'read'; readonly input: RulesInput }
  | { readonly outcome: 'unknown-domains'; readonly indexes: readonly number[] }
  | { readonly outcome: 'unknown-revision' };

/**
 * Reads what the rules of an account are made from: the list, the account's data centre, the servers of all its domains
 * or of those named, and the receivers of its webhooks. Nothing is parsed here, so the time on the event loop does not grow with the number of domains.
 */
export async function readRulesInput(
  database: Database,
  accountId: string,
  { domains, destinations, webhooks = domains === undefined, previousRevision, visibleDomains }: WantedRules,
): Promise<ReadRulesOutcome> {
  const allowlist = (await readAllowlistText(database))!;
  const previousAllowlist =
    previousRevision === undefined ? null : await readAllowlistText(database, previousRevision);
  if (previousRevision !== undefined && previousAllowlist === null) return { outcome: 'unknown-revision' };
  return inAccount(database, accountId).transactional(async (em) => {
    const asked = domains ?? visibleDomains;
    const unknown = new Set(asked === undefined ? [] : await unknownDomains(em, accountId, asked));
    const hidden = (domain: string) => visibleDomains !== undefined && !visibleDomains.includes(domain);
    const indexes = (domains ?? []).flatMap((domain, at) => (unknown.has(at) || hidden(domain) ? [at] : []));
    if (indexes.length > 0) return { outcome: 'unknown-domains', indexes };
    const { dataCenter } = await em.findOneOrFail(Account, { id: accountId });
    // A domain that the caller sees may have been deleted; then there are no rules for it.
    const known = asked?.filter((_, at) => !unknown.has(at));
    const servers = await readServers(em, accountId, known);
    const receivers =
      webhooks && visibleDomains === undefined
        ? await em.find(Webhook, { isEnabled: true }, { fields: ['url'] })
        : [];
    const input = {
      allowlist,
      previousAllowlist,
      dataCenter: dataCenter ?? null,
      servers,
      webhooks: receivers.map(({ url }) => url),
      ...(destinations && { destinations }),
    };
    return { outcome: 'read', input };
  });
}

/** The places of those domains for which the account has no settings. */
export async function unknownDomains(
  em: EntityManager,
  accountId: string,
  domains: readonly string[],
): Promise<number[]> {
  const rows = await em.execute<{ place: number }[]>(
    `select (place - 1)::int as place
     from jsonb_array_elements_text(?::jsonb) with ordinality as named (domain, place)
     where not exists (
       select from mail_settings s where s.account_id = ? and s.domain = named.domain and s.origin = 'admin')
     order by place`,
    [JSON.stringify(domains), accountId],
  );
  return rows.map(({ place }) => place);
}

/** Domains of one statement. It takes 30 ms of PostgreSQL's processor time at most, and a statement may take 2.5 s. */
const domainsOfPage = 5000;

/** The servers as JSON text, those that are the same in a page of domains once, under the name of one of these. */
async function readServers(
  em: EntityManager,
  accountId: string,
  domains: readonly string[] | undefined,
): Promise<string> {
  const pages = domains === undefined ? readAllPages(em, accountId) : readNamedPages(em, accountId, domains);
  const texts: string[] = [];
  for await (const text of pages) texts.push(text);
  return `[${texts.join(',')}]`;
}

async function* readAllPages(em: EntityManager, accountId: string): AsyncGenerator<string, void> {
  let last: string | null = '';
  while (last !== null) {
    const page: ServerPage = await readPage(em, accountId, 'domain > ? order by domain limit ?', [
      last,
      domainsOfPage,
    ]);
    if (page.servers !== null) yield page.servers;
    last = page.last;
  }
}

async function* readNamedPages(
  em: EntityManager,
  accountId: string,
  domains: readonly string[],
): AsyncGenerator<string, void> {
  for (let from = 0; from < domains.length; from += domainsOfPage) {
    const names = JSON.stringify(domains.slice(from, from + domainsOfPage));
    const isNamed = 'domain in (select jsonb_array_elements_text(?::jsonb))';
    const { servers } = await readPage(em, accountId, isNamed, [names]);
    if (servers !== null) yield servers;
  }
}

/** The servers of a page without the brackets of an array, and its last domain; both are null if it has no domains. */
type ServerPage = { readonly servers: string | null; readonly last: string | null };

async function readPage(
  em: EntityManager,
  accountId: string,
  which: string,
  values: readonly (string | number)[],
): Promise<ServerPage> {
  const [page] = await em.execute<[ServerPage]>(
    `with page as materialized (
       select domain, kind, imap_host, imap_port, smtp_host, smtp_port, exchange_url
       from mail_settings where account_id = ? and origin = 'admin' and ${which}
     )
     select (select max(domain) from page) as last, string_agg(json_build_object('domain', domain, 'kind', kind,
       'imap', json_build_object('host', imap_host, 'port', imap_port),
       'smtp', json_build_object('host', smtp_host, 'port', smtp_port),
       'exchange', json_build_object('url', exchange_url))::text, ',' order by domain) as servers
     from (
       select min(domain) as domain, kind, imap_host, imap_port, smtp_host, smtp_port, exchange_url
       from page group by kind, imap_host, imap_port, smtp_host, smtp_port, exchange_url
     ) distinct_servers`,
    [accountId, ...values],
  );
  return page;
}

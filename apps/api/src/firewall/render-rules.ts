import { inputErrors, type InputError } from '@postern/core/problem';
import { currentAllowlist, readAllowlist } from '@postern/database/allowlist-revisions';
import { inAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { serversOf } from '@postern/database/server-columns';
import type { Destinations } from '@postern/firewall/account-settings';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import type { RuleSet } from '@postern/firewall/rule-set';
import type { Rendering, Target } from '@postern/firewall/target';

type Wanted = {
  readonly domains?: readonly string[];
  readonly destinations?: Destinations;
  /** A revision of the list; the current one by default. */
  readonly revision?: number;
};

export type RuleSetOutcome =
  | { readonly outcome: 'built'; readonly ruleSet: RuleSet }
  | { readonly outcome: 'unknown-domains'; readonly indexes: readonly number[] }
  | { readonly outcome: 'unknown-revision' };

/** The rule set of an account: from the list of its data centre to the servers of all its domains, or of those named. */
export async function readAccountRuleSet(
  database: Database,
  accountId: string,
  wanted: Wanted,
): Promise<RuleSetOutcome> {
  const em = inAccount(database, accountId);
  const { domains, destinations } = wanted;
  const rows = await em.find(
    MailSettings,
    { accountId, origin: 'admin', ...(domains && { domain: { $in: [...domains] } }) },
    { orderBy: { domain: 'asc' } },
  );
  const known = new Set(rows.map(({ domain }) => domain));
  const indexes = (domains ?? []).flatMap((domain, index) => (known.has(domain) ? [] : [index]));
  if (indexes.length > 0) return { outcome: 'unknown-domains', indexes };
  const account = await em.findOneOrFail(Account, { id: accountId });
  const document =
    wanted.revision === undefined
      ? await currentAllowlist(database)
      : await readAllowlist(database, wanted.revision);
  if (document === null) return { outcome: 'unknown-revision' };
  const ruleSet = buildRuleSet(document, {
    dataCenters: account.dataCenter ? [account.dataCenter] : [],
    domains: rows.map((row) => ({ domain: row.domain, origin: row.origin, ...serversOf(row) })),
    ...(destinations && { destinations }),
  });
  return { outcome: 'built', ruleSet };
}

/** Renders the rules of a target, or returns the errors of the parameters. */
export function renderRules(
  target: Target,
  ruleSet: RuleSet,
  parameters: unknown,
  previous: RuleSet | null,
): Rendering | { errors: InputError[] } {
  const parsed = target.parameters.safeParse(parameters ?? {});
  if (parsed.success) return target.render(ruleSet, parameters ?? {}, previous);
  return {
    errors: inputErrors(parsed.error.issues).map((error) => ({
      ...error,
      path: joined('parameters', error.path),
    })),
  };
}

function joined(head: string, path: string): string {
  return path === '' || path.startsWith('[') ? head + path : `${head}.${path}`;
}

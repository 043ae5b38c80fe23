import type { SettingsKind } from '@postern/core/mail-settings';
import type { Discovered } from '@postern/core/provenance';
import type { TlsMode } from '@postern/core/tls-mode';
import type { Database } from '../database.js';
import { gather } from '../gather.js';
import type { Holder } from './holder.js';
import { preparedQuery } from '../prepared-query.js';

/**
 * Finds, for many requests in one round trip, who holds each secret and what is configured for each domain. plpgsql
 * runs its statements in order, so each account is named before its guarded rows are read. A place without a row means
 * that nobody holds its secret. An operator's token has no account; the request names one.
 */
export const populateFunction = `
  create or replace function populate(secrets bytea[], named_accounts uuid[], domains text[])
  returns table (
    place int, token_id uuid, account_id uuid, role text, is_session boolean, limits jsonb, kind text,
    imap_host text, imap_port int, imap_tls text, smtp_host text, smtp_port int, smtp_tls text,
    allow_non_secure_certificate boolean, exchange_url text, discovered jsonb, updated_at timestamptz, verified_at timestamptz
  ) language plpgsql as $$
  #variable_conflict use_column
  declare who record;
  begin
    for at in 1 .. cardinality(secrets) loop
      select * into who from holder(secrets[at]);
      continue when not found;
      -- An operator who named none gets an account that nobody has, and so no settings.
      who.account_id := coalesce(who.account_id, named_accounts[at]);
      perform set_config('postern.account_id',
        coalesce(who.account_id, '00000000-0000-0000-0000-000000000000')::text, true);
      return query
        select at, who.token_id, who.account_id, who.role, who.is_session, who.limits, s.kind,
          s.imap_host, s.imap_port, s.imap_tls, s.smtp_host, s.smtp_port, s.smtp_tls,
          s.allow_non_secure_certificate, s.exchange_url, s.discovered, s.updated_at, s.verified_at
        from (select 1) as always
        left join mail_settings s
          on s.account_id = who.account_id and s.domain = domains[at] and s.origin = 'admin';
    end loop;
  end $$;
`;

/** The holder of a secret and, if the domain is configured, its settings; a row of the function `populate`. */
export type PopulateRow = Holder & {
  readonly kind: SettingsKind | null;
  readonly imapHost: string;
  readonly imapPort: number;
  readonly imapTls: TlsMode;
  readonly smtpHost: string;
  readonly smtpPort: number;
  readonly smtpTls: TlsMode;
  readonly allowNonSecureCertificate: boolean;
  readonly exchangeUrl: string;
  readonly discovered: Discovered | null;
  /** RFC 3339, UTC. */
  readonly updatedAt: string;
  readonly verifiedAt: string | null;
};

/** The pool is MikroORM's, which leaves times as PostgreSQL's text; so the text is made to be what is answered. */
const rfc3339 = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const statement = {
  name: 'populate',
  text: `select place, token_id as "holderId", account_id as "accountId", role, is_session as "isSession", limits, kind,
    imap_host as "imapHost", imap_port as "imapPort", imap_tls as "imapTls",
    smtp_host as "smtpHost", smtp_port as "smtpPort", smtp_tls as "smtpTls",
    allow_non_secure_certificate as "allowNonSecureCertificate", exchange_url as "exchangeUrl", discovered,
    ${rfc3339('updated_at')} as "updatedAt", ${rfc3339('verified_at')} as "verifiedAt"
    from populate($1, $2, $3)`,
};

/** A secret by its SHA-256, the account that an operator names, and the domain that is asked for. */
export type PopulateQuestion = {
  readonly sha256: Uint8Array;
  readonly namedAccount: string | null;
  readonly domain: string;
};

/**
 * A reader that authenticates and reads a domain's settings in one round trip, which simultaneous questions share
 * (R12 to R15). Attempt rows are never found. `null` when nobody holds the secret.
 */
export function createPopulateReader(
  database: Database,
): (question: PopulateQuestion) => Promise<PopulateRow | null> {
  return gather((questions) => readMany(database, questions), { atOnce: 4, most: 100 });
}

async function readMany(
  database: Database,
  questions: readonly PopulateQuestion[],
): Promise<(PopulateRow | null)[]> {
  const rows = await preparedQuery<PopulateRow & { place: number }>(database, statement, [
    questions.map(({ sha256 }) => sha256),
    questions.map(({ namedAccount }) => namedAccount),
    questions.map(({ domain }) => domain),
  ]);
  const answers = Array<PopulateRow | null>(questions.length).fill(null);
  for (const row of rows) answers[row.place - 1] = row;
  return answers;
}

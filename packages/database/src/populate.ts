import type { SettingsKind } from '@postern/core/mail-settings';
import type { TlsMode } from '@postern/core/tls-mode';
import type { Database } from './database.js';
import { gather } from './gather.js';
import type { Holder } from './holder.js';
import { preparedQuery } from './prepared-query.js';

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
  /** RFC 3339, UTC. */
  readonly updatedAt: string;
  readonly verifiedAt: string | null;
};

/** The pool is MikroORM's, which leaves times as PostgreSQL's text; so the text is made to be what is answered. */
const rfc3339 = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const statement = {
  name: 'populate',
  text: `select place, token_id as "tokenId", account_id as "accountId", role, is_session as "isSession", kind,
    imap_host as "imapHost", imap_port as "imapPort", imap_tls as "imapTls",
    smtp_host as "smtpHost", smtp_port as "smtpPort", smtp_tls as "smtpTls",
    allow_non_secure_certificate as "allowNonSecureCertificate", exchange_url as "exchangeUrl",
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

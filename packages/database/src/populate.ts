import type { SettingsKind } from '@postern/core/mail-settings';
import type { TlsMode } from '@postern/core/tls-mode';
import type { Database } from './database.js';
import type { Holder } from './holder.js';
import { preparedQuery } from './prepared-query.js';

/** The holder of a secret and, if the domain is configured, its settings; one row of the function `populate`. */
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
  text: `select token_id as "tokenId", account_id as "accountId", role, is_session as "isSession", kind,
    imap_host as "imapHost", imap_port as "imapPort", imap_tls as "imapTls",
    smtp_host as "smtpHost", smtp_port as "smtpPort", smtp_tls as "smtpTls",
    allow_non_secure_certificate as "allowNonSecureCertificate", exchange_url as "exchangeUrl",
    ${rfc3339('updated_at')} as "updatedAt", ${rfc3339('verified_at')} as "verifiedAt"
    from populate($1, $2, $3)`,
};

/**
 * Authenticates and reads a domain's settings in one round trip (R12 to R15). `accountId` is the account that an
 * operator names. Attempt rows are never found. `null` when nobody holds the secret.
 */
export async function findPopulate(
  database: Database,
  sha256: Uint8Array,
  accountId: string | null,
  domain: string,
): Promise<PopulateRow | null> {
  const [row] = await preparedQuery<PopulateRow>(database, statement, [sha256, accountId, domain]);
  return row ?? null;
}

/**
 * The select list of the columns that `serversOf` needs. Imports and exports read rows by SQL, because entities need ten
 * times the time and memory for 100,000 rows.
 */
export const selectServers = `kind, imap_host as "imapHost", imap_port as "imapPort", imap_tls as "imapTls",
  smtp_host as "smtpHost", smtp_port as "smtpPort", smtp_tls as "smtpTls",
  allow_non_secure_certificate as "allowNonSecureCertificate", exchange_url as "exchangeUrl"`;

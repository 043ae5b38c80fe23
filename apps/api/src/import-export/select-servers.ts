/**
 * The select list that `serversOf` reads. A file of 100,000 rows is read by SQL, because entities cost ten times the
 * time and memory.
 */
export const selectServers = `kind, imap_host as "imapHost", imap_port as "imapPort", imap_tls as "imapTls",
  smtp_host as "smtpHost", smtp_port as "smtpPort", smtp_tls as "smtpTls",
  allow_non_secure_certificate as "allowNonSecureCertificate", exchange_url as "exchangeUrl"`;

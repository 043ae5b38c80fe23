import type { MailServers } from '@postern/core/mail-settings';
import type { MailSettings } from './entities/mail-settings.js';

/** The columns that hold the servers of a domain; those of the other kind (IMAP or Exchange) are null. */
export function serverColumns(servers: MailServers) {
  return servers.kind === 'imap'
    ? {
        kind: servers.kind,
        imapHost: servers.imap.host,
        imapPort: servers.imap.port,
        imapTls: servers.imap.tls,
        smtpHost: servers.smtp.host,
        smtpPort: servers.smtp.port,
        smtpTls: servers.smtp.tls,
        allowNonSecureCertificate: servers.allowNonSecureCertificate,
        exchangeUrl: null,
      }
    : {
        kind: servers.kind,
        imapHost: null,
        imapPort: null,
        imapTls: null,
        smtpHost: null,
        smtpPort: null,
        smtpTls: null,
        allowNonSecureCertificate: false,
        exchangeUrl: servers.exchange.url,
      };
}

type ServerRow = Pick<MailSettings, keyof ReturnType<typeof serverColumns>>;

/** The servers of a row; the table's check constraint guarantees the columns of its kind. */
export function serversOf(row: ServerRow): MailServers {
  return row.kind === 'imap'
    ? {
        kind: 'imap',
        imap: { host: row.imapHost!, port: row.imapPort!, tls: row.imapTls! },
        smtp: { host: row.smtpHost!, port: row.smtpPort!, tls: row.smtpTls! },
        allowNonSecureCertificate: row.allowNonSecureCertificate,
      }
    : { kind: 'exchange', exchange: { url: row.exchangeUrl! } };
}

/** Texts of the forms with mail servers. */
export const formWords = {
  form: {
    addImap: 'Add IMAP settings',
    addExchange: 'Add Exchange settings',
    update: 'Update',
    replaceBy: { imap: 'Replace by IMAP settings', exchange: 'Replace by Exchange settings' },
    changes: 'What changes',
    changeColumns: ['Field', 'Saved', 'New'],
    noValue: 'nothing',
    saving: 'Saving',
    saved: 'The settings are saved.',
    unchanged: 'There is nothing to change: these settings are already saved.',
    test: 'Test without saving',
    afterAdd: 'The servers are verified as soon as you save, without any password.',
    afterUpdate: 'New connections use the new values. Mailboxes that are already connected are not affected.',
    afterReplace:
      'The domain has settings of one kind at every moment, and its history continues. Mailboxes that are already connected are not affected.',
    domain: 'Domain name',
    domainHelp: 'The domain of your email addresses: what follows the @.',
    domainFixed: 'The domain cannot be changed. Delete these settings and add new ones instead.',
    hasMailboxes: 'This domain has mailboxes',
    use: (value: string) => `Use ${value}`,
    learn: 'Learn how to find this server information',
    tlsHelp: 'Set for you when the port is a usual one.',
    allow: 'Allow non-secure certificate',
    allowHelp:
      'Only for a certificate that no certificate authority has signed. The certificate that the server shows now is then the only one that is accepted.',
    imap: {
      heading: 'Incoming Mail (IMAP)',
      host: 'IMAP server name',
      hostHelp: 'Your mail program lists it as “incoming mail server”.',
      placeholder: 'imap.example.com',
      port: 'IMAP port',
      portHelp: 'Usually 993 or 143.',
      tls: 'IMAP TLS mode',
    },
    smtp: {
      heading: 'Outgoing Mail (SMTP)',
      host: 'SMTP server name',
      hostHelp: 'Your mail program lists it as “outgoing mail server”.',
      placeholder: 'smtp.example.com',
      port: 'SMTP port',
      portHelp: 'Usually 465 or 587.',
      tls: 'SMTP TLS mode',
    },
    exchange: {
      label: 'Exchange URL',
      help: 'The address of Exchange Web Services; its path is usually /EWS/Exchange.asmx.',
      placeholder: 'https://mail.example.com/EWS/Exchange.asmx',
    },
    whereToFind: {
      imap: [
        [
          'Outlook',
          'File › Account Settings › Account Settings, choose the account, Change: “Incoming mail server”; the port is under More Settings › Advanced.',
        ],
        [
          'Thunderbird',
          'Account Settings › Server Settings: “Server Name”, “Port” and “Connection security”.',
        ],
        ['Apple Mail', 'Mail › Settings › Accounts › Server Settings: “Incoming Mail Server (IMAP)”.'],
        ['Your mail provider', 'Look for “IMAP” in its help pages, or ask whoever runs your mail server.'],
      ],
      smtp: [
        [
          'Outlook',
          'The same window: “Outgoing mail server (SMTP)”; the port is under More Settings › Advanced.',
        ],
        ['Thunderbird', 'Account Settings › Outgoing Server (SMTP), choose the server.'],
        ['Apple Mail', 'Mail › Settings › Accounts › Server Settings: “Outgoing Mail Server (SMTP)”.'],
        [
          'Your mail provider',
          'Look for “SMTP” or “submission” in its help pages. Port 25 is for mail between servers, not for mail programs.',
        ],
      ],
      exchange: [
        [
          'Outlook on Windows',
          'Hold Ctrl, right-click Outlook’s icon in the task bar, Connection Status or Test E-mail AutoConfiguration: “EWS URL”.',
        ],
        ['Exchange Management Shell', 'Get-WebServicesVirtualDirectory | Format-List ExternalUrl'],
        [
          'Your IT team',
          'Ask for the EWS address. It differs from the address of Outlook on the web, but usually has the same host name.',
        ],
      ],
    } satisfies Readonly<Record<'imap' | 'smtp' | 'exchange', readonly (readonly [string, string])[]>>,
    messages: {
      required: 'This field is required.',
      port: 'A port is a number from 1 to 65535.',
      publicSuffix:
        'Other people register domains under this one. If email addresses end with it, confirm that below.',
      password: 'The password is required.',
      accessToken: 'The access token is required.',
    },
  },
};

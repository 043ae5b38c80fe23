/** Words of the forms with mail servers; part of the catalogue in `text.ts`. */
export const formWords = {
  form: {
    addImap: 'Add IMAP settings',
    addExchange: 'Add Exchange settings',
    update: 'Update',
    tryFirst: 'Try before saving',
    afterAdd: 'The servers are verified as soon as you save, without any password.',
    afterUpdate:
      'The next user gets the new values. Mailboxes that are connected already keep what they have.',
    domain: 'Domain name',
    domainHelp: 'The domain you send email from: what follows the @ in an address.',
    domainFixed: 'The key of these settings; it cannot be changed.',
    use: (value: string) => `Use ${value}`,
    learn: 'Learn how to find this server information',
    tlsHelp: 'Follows well-known ports.',
    tlsModes: [
      { value: 'implicit', label: 'TLS from the start' },
      { value: 'starttls', label: 'STARTTLS' },
    ],
    allow: 'Allow non-secure certificate',
    allowHelp:
      'Only if no certificate authority has signed your certificate. The one that is seen now is then expected every time; checking is not switched off.',
    imap: {
      heading: 'Incoming Mail (IMAP)',
      host: 'IMAP server name',
      hostHelp: 'Your mail program lists it as “incoming mail server”.',
      placeholder: 'imap.example.com',
      port: 'IMAP port',
      portHelp: '993 or 143.',
      tls: 'IMAP TLS mode',
    },
    smtp: {
      heading: 'Outgoing Mail (SMTP)',
      host: 'SMTP server name',
      hostHelp: 'Your mail program lists it as “outgoing mail server”.',
      placeholder: 'smtp.example.com',
      port: 'SMTP port',
      portHelp: '465 or 587.',
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
          'Look for “SMTP” or “submission”. Port 25 is for mail between servers, not for you.',
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
          'The address of Outlook on the web is not it, but its host name usually is the same.',
        ],
      ],
    } as Readonly<Record<'imap' | 'smtp' | 'exchange', readonly (readonly [string, string])[]>>,
    /** Plain words where the schema's own are for programmers; `undefined` leaves the API's message. */
    messageFor: (path: string, code: string): string | undefined => {
      if (code === 'required') return 'This field is needed.';
      if (/port$/i.test(path) && ['too-large', 'too-small', 'wrong-type'].includes(code))
        return 'A port is a number from 1 to 65535.';
      if (path === 'credentials.password' && code === 'too-small') return 'The password is needed.';
      return undefined;
    },
  },
};

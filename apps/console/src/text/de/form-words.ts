/** Texts of the forms with mail servers. */
export const formWords = {
  form: {
    addImap: 'IMAP-Einstellungen hinzufügen',
    addExchange: 'Exchange-Einstellungen hinzufügen',
    update: 'Aktualisieren',
    replaceBy: {
      imap: 'Durch IMAP-Einstellungen ersetzen',
      exchange: 'Durch Exchange-Einstellungen ersetzen',
    },
    changes: 'Was sich ändert',
    changeColumns: ['Feld', 'Gespeichert', 'Neu'],
    noValue: 'nichts',
    saving: 'Wird gespeichert',
    saved: 'Die Einstellungen sind gespeichert.',
    unchanged: 'Es gibt nichts zu ändern: Diese Einstellungen sind bereits gespeichert.',
    test: 'Testen, ohne zu speichern',
    afterAdd: 'Die Server werden sofort nach dem Speichern geprüft, ganz ohne Passwort.',
    afterUpdate:
      'Neue Verbindungen verwenden die neuen Werte. Bereits verbundene Postfächer sind nicht betroffen.',
    afterReplace:
      'Die Domain hat jederzeit Einstellungen genau einer Art, und ihr Verlauf bleibt erhalten. Bereits verbundene Postfächer sind nicht betroffen.',
    domain: 'Domainname',
    domainHelp: 'Die Domain Ihrer E-Mail-Adressen: der Teil nach dem @.',
    domainFixed:
      'Die Domain lässt sich nicht ändern. Löschen Sie stattdessen diese Einstellungen und legen Sie neue an.',
    hasMailboxes: 'Diese Domain hat Postfächer',
    use: (value: string) => `${value} verwenden`,
    learn: 'Wo Sie diese Angaben finden',
    tlsHelp: 'Bei einem üblichen Port wird dies für Sie eingestellt.',
    allow: 'Nicht sicheres Zertifikat zulassen',
    allowHelp:
      'Nur für ein Zertifikat, das keine Zertifizierungsstelle signiert hat. Akzeptiert wird dann allein das Zertifikat, das der Server jetzt vorlegt.',
    imap: {
      heading: 'Posteingang (IMAP)',
      host: 'Name des IMAP-Servers',
      hostHelp: 'In Ihrem Mailprogramm steht er als „Posteingangsserver“.',
      placeholder: 'imap.example.com',
      port: 'IMAP-Port',
      portHelp: 'Meist 993 oder 143.',
      tls: 'IMAP-TLS-Modus',
    },
    smtp: {
      heading: 'Postausgang (SMTP)',
      host: 'Name des SMTP-Servers',
      hostHelp: 'In Ihrem Mailprogramm steht er als „Postausgangsserver“.',
      placeholder: 'smtp.example.com',
      port: 'SMTP-Port',
      portHelp: 'Meist 465 oder 587.',
      tls: 'SMTP-TLS-Modus',
    },
    exchange: {
      label: 'Exchange-URL',
      help: 'Die Adresse der Exchange-Webdienste (EWS); ihr Pfad ist meist /EWS/Exchange.asmx.',
      placeholder: 'https://mail.example.com/EWS/Exchange.asmx',
    },
    whereToFind: {
      imap: [
        [
          'Outlook',
          'Datei › Kontoeinstellungen › Kontoeinstellungen, Konto auswählen, Ändern: „Posteingangsserver“; der Port steht unter Weitere Einstellungen › Erweitert.',
        ],
        [
          'Thunderbird',
          'Konten-Einstellungen › Server-Einstellungen: „Server“, „Port“ und „Verbindungssicherheit“.',
        ],
        [
          'Apple Mail',
          'Mail › Einstellungen › Accounts › Servereinstellungen: „Server für eintreffende E-Mails (IMAP)“.',
        ],
        [
          'Ihr Mailanbieter',
          'Suchen Sie auf seinen Hilfeseiten nach „IMAP“ oder fragen Sie den Betreiber Ihres Mailservers.',
        ],
      ],
      smtp: [
        [
          'Outlook',
          'Im selben Fenster: „Postausgangsserver (SMTP)“; der Port steht unter Weitere Einstellungen › Erweitert.',
        ],
        ['Thunderbird', 'Konten-Einstellungen › Postausgangsserver (SMTP), Server auswählen.'],
        [
          'Apple Mail',
          'Mail › Einstellungen › Accounts › Servereinstellungen: „Server für ausgehende E-Mails (SMTP)“.',
        ],
        [
          'Ihr Mailanbieter',
          'Suchen Sie auf seinen Hilfeseiten nach „SMTP“ oder „Postausgang“. Port 25 dient dem Versand zwischen Servern, nicht den Mailprogrammen.',
        ],
      ],
      exchange: [
        [
          'Outlook unter Windows',
          'Strg gedrückt halten, mit rechts auf das Outlook-Symbol in der Taskleiste klicken, Verbindungsstatus oder E-Mail-AutoKonfiguration testen: „EWS-URL“.',
        ],
        ['Exchange Management Shell', 'Get-WebServicesVirtualDirectory | Format-List ExternalUrl'],
        [
          'Ihre IT-Abteilung',
          'Fragen Sie nach der EWS-Adresse. Sie ist nicht die Adresse von Outlook im Web, hat aber meist denselben Hostnamen.',
        ],
      ],
    } satisfies Readonly<Record<'imap' | 'smtp' | 'exchange', readonly (readonly [string, string])[]>>,
    messages: {
      required: 'Dieses Feld muss ausgefüllt sein.',
      port: 'Ein Port ist eine Zahl von 1 bis 65535.',
      publicSuffix:
        'Unter diesem Namen registrieren andere ihre Domains. Falls E-Mail-Adressen damit enden, bestätigen Sie das unten.',
      password: 'Das Passwort muss ausgefüllt sein.',
      accessToken: 'Das Zugriffstoken muss ausgefüllt sein.',
    },
  },
};

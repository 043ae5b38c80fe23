import { formats } from './formats';
import type { FieldPath } from '../../form/field-path';

const { number, plural } = formats;

/** The buttons that lead from a failure to the field of the form that repairs it. */
const goTo: Readonly<Record<FieldPath, string>> = {
  domain: 'Zum Domainnamen',
  'imap.host': 'Zum Namen des IMAP-Servers',
  'imap.port': 'Zum IMAP-Port',
  'imap.tls': 'Zum IMAP-TLS-Modus',
  'smtp.host': 'Zum Namen des SMTP-Servers',
  'smtp.port': 'Zum SMTP-Port',
  'smtp.tls': 'Zum SMTP-TLS-Modus',
  'exchange.url': 'Zur Exchange-URL',
  allowNonSecureCertificate: 'Zu „Nicht sicheres Zertifikat zulassen“',
  confirmPublicSuffix: 'Zu „Diese Domain hat Postfächer“',
};

/** What a step found out; a fact that is not here has its name from the API. */
const factNames = {
  address: 'Adresse',
  addresses: 'Adressen',
  answered: 'Geantwortet',
  authMechanisms: 'Anmeldeverfahren',
  build: 'Build',
  capabilities: 'Fähigkeiten',
  cipher: 'Verschlüsselungsverfahren',
  isExchange: 'Exchange',
  notProved: 'Nicht geprüft',
  mechanism: 'Verfahren',
  replyCode: 'Antwort',
  schemes: 'Anmeldeverfahren',
  status: 'Status',
  tlsVersion: 'Version',
  tokenStatus: 'Token',
};

/** Texts about verifications and certificates. */
export const verificationWords = {
  stages: {
    resolve: 'Adresse auflösen',
    connect: 'Verbinden',
    tls: 'Verschlüsseln (TLS)',
    greeting: 'Begrüßung',
    capability: 'Fähigkeiten',
    starttls: 'Auf TLS umstellen (STARTTLS)',
    request: 'Exchange abfragen',
    authenticate: 'Anmelden',
  },
  stepStates: { passed: 'bestanden', failed: 'fehlgeschlagen', skipped: 'nicht erreicht' },
  triggers: {
    save: 'Nach dem Speichern',
    manual: 'Auf Anforderung',
    schedule: 'Nach Zeitplan',
    connection: 'Verbindung eines Benutzers',
    try: 'Test ohne Speichern',
  },
  verification: {
    heading: 'Prüfung',
    testHeading: 'Testergebnis',
    announce: (state: string) => `Prüfung: ${state}`,
    swapTitle: 'Die beiden Server scheinen vertauscht zu sein',
    swapDetail:
      'Der Posteingangsserver hat wie ein Postausgangsserver geantwortet und der Postausgangsserver wie ein Posteingangsserver.',
    swap: 'Server tauschen',
    again: 'Erneut prüfen',
    first: 'Jetzt prüfen',
    lastChecked: 'Zuletzt geprüft',
    nextCheck: 'Nächste regelmäßige Prüfung',
    none: 'Diese Server wurden noch nicht geprüft.',
    waiting: 'Wartet auf den Start…',
    inProgress: 'Läuft…',
    allWell: 'Alle Schritte bestanden: Benutzer können sich mit diesen Servern verbinden.',
    mailboxWell: 'Alle Schritte bestanden: Ihr Postfach kann verbunden werden.',
    steps: 'Schritte',
    serverAnswered: 'Antwort des Servers:',
    supportId: 'Support-ID:',
    connectedFrom: 'Unsere Adresse war',
    sourceListed: 'auf Ihrer Freigabeliste',
    sourceNotListed: 'nicht auf Ihrer Freigabeliste',
    sourceUnknown:
      'Dieser Installation ist nicht bekannt, von welcher unserer Adressen sie sich verbunden hat.',
    toAuthorities: 'Zertifizierungsstelle hinzufügen',
    toAllowlist: 'Freigabeliste für Ihre IT-Abteilung anzeigen',
    seeBelow: 'Ergebnis anzeigen',
    facts: factNames,
    yes: 'ja',
    no: 'nein',
    goTo,
    useValue: (value: string) => `${value} verwenden`,
  },
  certificate: {
    heading: 'Zertifikat',
    subject: 'Ausgestellt für',
    names: 'Namen',
    noNames: 'keine',
    issuer: 'Ausgestellt von',
    validity: 'Gültig',
    key: 'Schlüssel',
    fingerprint: 'SHA-256',
    copy: 'Fingerabdruck kopieren',
    chain: (length: number) =>
      length === 1
        ? 'ohne Zwischenzertifikate gesendet'
        : plural(length, { other: 'Kette aus # Zertifikaten' }),
    checks: {
      'cert-self-signed': 'Selbstsigniert',
      'cert-unknown-ca': 'Unbekannte Zertifizierungsstelle',
      'cert-chain-incomplete': 'Unvollständige Kette',
      'cert-expired': 'Abgelaufen',
      'cert-not-yet-valid': 'Noch nicht gültig',
      'cert-name-mismatch': 'Anderer Name',
      'cert-weak': 'Schwach',
      'cert-changed': 'Geändert',
    },
    expected:
      'Nur dieses Zertifikat wird akzeptiert. Legt der Server ein anderes vor, wird keine Anmeldung versucht.',
    waived:
      'Akzeptiert, weil „Nicht sicheres Zertifikat zulassen“ eingeschaltet ist. Legt der Server ein anderes Zertifikat vor, wird keine Anmeldung versucht.',
    trust: 'Diesem Zertifikat vertrauen',
    askTitle: 'Vergleichen Sie zuerst den Fingerabdruck',
    ask: 'Lassen Sie sich den Fingerabdruck vom Administrator des Servers vorlesen. Ab dann wird nur noch dieses Zertifikat akzeptiert.',
    confirm: 'Er stimmt überein: vertrauen',
    trusted: 'Diesem Zertifikat wird jetzt vertraut.',
  },
  history: {
    heading: 'Verlauf',
    chart: (count: number) =>
      `Zeiten für Verbindungsaufbau und Verschlüsselung der letzten ${number(count)} Prüfungen`,
    legend: { connect: 'Zeit für den Verbindungsaufbau', tls: 'Zeit für die Verschlüsselung (TLS)' },
    caption: 'Gezeigt werden die Zeiten des langsameren Servers.',
    more: (count: number) => plural(count, { one: 'und # frühere', other: 'und # frühere' }),
  },
};

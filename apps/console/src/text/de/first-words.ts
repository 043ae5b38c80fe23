import { auditActions } from './audit-actions';
import { formats } from './formats';
import type { FirstWords } from '../catalogue';
import { overviewWords } from './overview-words';
import { problemReasons } from './problem-reasons';
import { problemWords } from './problem-words';
import { tlsModes } from './tls-modes';

const { plural } = formats;

/** The German texts that the overview and the parts around every page need. The overview loads no others. */
export const firstWords: FirstWords = {
  formats,
  product: 'Postern',
  common: {
    cancel: 'Abbrechen',
    chooseFile: 'Datei auswählen',
    close: 'Schließen',
    copied: 'Kopiert',
    loading: 'Wird geladen',
    more: 'Mehr laden',
    never: 'nie',
    requestId: 'Anfrage-ID:',
    skipToContent: 'Zum Inhalt springen',
    tryAgain: 'Erneut versuchen',
  },
  nav: {
    main: 'Hauptnavigation',
    toggle: 'Menü',
    mailbox: 'Ihr Postfach',
    connect: 'E-Mail verbinden',
    overview: 'Übersicht',
    settings: 'Einstellungen › Objekte',
    mailSettings: 'Aktivitäten',
    importExport: 'Import und Export',
    network: 'Netzwerk',
    allowlist: 'IP-Freigabeliste',
    firewall: 'Firewallregeln',
    links: 'Links für die IT',
    account: 'Konto',
    notifications: 'Benachrichtigungen',
    authorities: 'Zertifizierungsstellen',
    tokens: 'Zugriffstoken',
    audit: 'Änderungsprotokoll',
    installation: 'Installation',
    queue: 'Warteschlange',
    vendor: 'Name des Anbieters',
    allowlistEditor: 'Freigabeliste bearbeiten',
    reference: 'API-Referenz',
    toDark: 'Dunkle Darstellung',
    toLight: 'Helle Darstellung',
    language: 'Sprache',
  },
  account: {
    of: (name: string) => `Konto ${name}`,
    actFor: 'Im Namen des Kontos',
    choose: 'Konto wählen',
    lead: 'Sie betreiben diese Installation. Wählen Sie das Konto, dessen Einstellungen, Token und Regeln Sie bearbeiten möchten. Sie können jederzeit wechseln.',
    columns: ['Konto', 'Rechenzentrum', 'Angelegt'],
    noDataCenter: 'nicht festgelegt',
    chooseIt: 'Wählen',
    empty: 'Es gibt noch keine Konten',
    emptyHelp: 'Die API-Referenz beschreibt, wie Sie das erste anlegen.',
  },
  forbidden: {
    title: 'Ihre Rolle erlaubt das nicht',
    detail: (role: string) =>
      `Die Rolle ${role} darf diese Seite nicht öffnen. Bitten Sie einen Super-Admin Ihres Kontos um Zugang.`,
  },
  roles: {
    operator: 'Betreiber',
    'super-admin': 'Super-Admin',
    'account-access': 'Kontozugriff',
    member: 'Mitglied',
    network: 'Netzwerk',
  },
  offline: {
    title: 'Sie sind offline',
    detail:
      'Bis das Netzwerk wieder da ist, kann nichts geladen oder gespeichert werden. Ihre Eingaben bleiben erhalten.',
  },
  unsavedWork: {
    title: 'Ohne Speichern verlassen?',
    detail:
      'Ihre Eingaben auf dieser Seite sind nicht gespeichert. Wenn Sie sie verlassen, gehen sie verloren.',
    stay: 'Hier bleiben',
    leave: 'Ohne Speichern verlassen',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    detail: 'Vielleicht enthält die Adresse einen Tippfehler, oder die Seite wurde verschoben.',
    home: 'Zur Startseite',
  },
  session: {
    title: 'Bei Postern anmelden',
    lead: 'Richten Sie die Mailserver jeder Domain ein, prüfen Sie sie und erhalten Sie die Firewallregeln, die sie brauchen.',
    token: 'Zugriffstoken',
    tokenHelp:
      'Postern nennt beim Start die Datei mit dem ersten Token; weitere erstellt ein Super-Admin. Sie bleiben 12 Stunden angemeldet.',
    signIn: 'Anmelden',
    signInWith: (host: string) => `Mit ${host} anmelden`,
    orToken: 'oder mit einem Zugriffstoken',
    signedIn: 'Sie sind angemeldet. Sie können dieses Fenster schließen.',
    providerAway: (host: string) =>
      `${host} antwortet nicht. Melden Sie sich mit einem Zugriffstoken an, oder mit dem Link, den Postern beim Start ausgibt.`,
    signOut: 'Abmelden',
    signInAgain: 'Wieder anmelden',
    endedTitle: 'Ihre Sitzung ist beendet',
    endedDetail:
      'Melden Sie sich wieder an, um fortzufahren. Ihre Eingaben auf dieser Seite bleiben erhalten.',
    codeRefused:
      'Dieser Anmeldelink wurde schon verwendet oder ist älter als 15 Minuten. Melden Sie sich mit einem Zugriffstoken an oder starten Sie Postern neu, um einen neuen Link zu erhalten.',
  },
  kinds: { imap: 'IMAP', exchange: 'Exchange' },
  tls: tlsModes,
  states: {
    unverified: 'Nicht geprüft',
    queued: 'Wartet',
    running: 'Wird geprüft',
    passed: 'In Ordnung',
    failed: 'Fehlgeschlagen',
    superseded: 'Überholt',
    skipped: 'Nicht erreicht',
  },
  findings: {
    error: 'Änderung nötig',
    warning: 'Bitte beachten',
    info: 'Gut zu wissen',
    sample: {
      title: 'Diese Adressen sind ein Muster: Öffnen Sie Ihre Firewall nicht für sie',
      detail:
        'Sie stammen von einer öffentlichen Hilfeseite eines anderen Anbieters. Der Betreiber dieser Installation hat seine eigenen Adressen noch nicht veröffentlicht.',
    },
  },
  endpoints: { imap: 'Posteingang (IMAP)', smtp: 'Postausgang (SMTP)', exchange: 'Exchange' },
  daysLeft: (days: number) => {
    if (days < 0) return 'abgelaufen';
    return days === 0
      ? 'noch weniger als ein Tag'
      : plural(days, { one: 'noch # Tag', other: 'noch # Tage' });
  },
  noDomains: {
    title: 'Noch keine Domains',
    detail:
      'Fügen Sie die erste hinzu. Ihre Server werden sofort geprüft, ganz ohne Passwort. Hier erscheinen auch Domains, mit denen sich Benutzer zu verbinden versuchten.',
  },
  audit: {
    title: 'Änderungsprotokoll',
    lead: 'Wer was wann geändert hat, mit alten und neuen Werten. Das Neueste zuerst.',
    search: 'Suche',
    searchPlaceholder: 'Domain oder Token',
    action: 'Aktion',
    empty: 'Es gibt keine Änderungen',
    by: (name: string) => `von ${name}`,
    changes: (count: number) => plural(count, { one: '# Feld', other: '# Felder' }),
    actions: auditActions,
    allActions: 'Alle Aktionen',
  },
  problems: problemWords,
  problemReasons,
  tryAgainIn: (seconds: number) =>
    plural(seconds, {
      one: 'Versuchen Sie es in # Sekunde erneut.',
      other: 'Versuchen Sie es in # Sekunden erneut.',
    }),
  ...overviewWords,
};

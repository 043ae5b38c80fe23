import { formats } from './formats';

const applied = (name: string, date: string) => `Angewendet von ${name} am ${formats.day(date)}`;

/** Texts about links for IT, for the admin who sends them and for the IT that opens them; part of the catalogue in `catalogue.ts`. */
export const linkWords = {
  links: {
    title: 'Links für die IT',
    lead: 'Ein Link zeigt Ihrer IT-Abteilung ohne Konto, was freizugeben ist: das Merkblatt, die Regeln für ihre Geräte und die Adressen. Er läuft von selbst ab, und Sie können ihn widerrufen.',
    send: 'An die IT senden',
    all: 'Alle Links',
    columns: ['Erstellt', 'Domains', 'Status', 'Läuft ab'],
    by: (name: string) => `von ${name}`,
    allDomains: 'Alle Domains',
    states: { ended: 'Abgelaufen', new: 'Noch nicht geöffnet', opened: 'Geöffnet' },
    applied,
    revoke: 'Widerrufen',
    empty: 'Noch keine Links',
    emptyHelp: 'Erstellen Sie einen, um Ihrer IT-Abteilung alles zu senden, was sie braucht.',
    form: {
      lead: 'Wer den Link hat, sieht die Server und Ports dieser Domains und sonst nichts von Ihrem Konto.',
      life: 'Läuft ab',
      lives: { '7': 'In 7 Tagen', '14': 'In 14 Tagen', '30': 'In 30 Tagen', '90': 'In 90 Tagen' },
      submit: 'Link erstellen',
    },
    made: {
      title: 'Der Link ist bereit',
      detail:
        'Kopieren Sie ihn jetzt und senden Sie ihn an Ihre IT-Abteilung. Er kann nicht noch einmal angezeigt werden.',
      copy: 'Link kopieren',
      lost: 'Beim Erstellen dieses Links brach die Verbindung ab, deshalb kann er nicht angezeigt werden. Widerrufen Sie ihn und erstellen Sie einen neuen.',
    },
    revocation: {
      title: 'Diesen Link widerrufen?',
      detail: 'Niemand kann ihn mehr öffnen. Das lässt sich nicht rückgängig machen.',
      confirm: 'Link widerrufen',
    },
  },
  it: {
    title: 'Bitte geben Sie unsere Mailverbindungen frei',
    asked: (account: string, by: string) =>
      `${account} bittet Sie, die unten genannten Verbindungen zu den eigenen Mailservern freizugeben. Den Link hat ${by} erstellt.`,
    ends: 'Dieser Link endet',
    ended: 'Dieser Link ist nicht mehr gültig',
    endedHelp:
      'Er ist abgelaufen oder wurde widerrufen. Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
    sheet: 'Was freizugeben ist',
    files: 'Regeln für Ihre Geräte',
    feeds: 'Adressen für Firewalls, die die Liste abrufen',
    feedsHelp:
      'Dort meldet sich eine Firewall mit einem Zugriffstoken der Rolle Netzwerk an. Bitten Sie die Person, von der Sie diesen Link haben, um ein solches Token; der Link selbst wird nicht angenommen.',
    applied: {
      title: 'Sind die Regeln angewendet?',
      lead: 'Teilen Sie es denen mit, die Ihnen diesen Link gesendet haben. Sie sehen Ihren Namen und das Datum.',
      name: 'Ihr Name',
      date: 'Angewendet am',
      check: 'Die Regeln sind angewendet',
      submit: 'Senden',
      done: applied,
    },
  },
};

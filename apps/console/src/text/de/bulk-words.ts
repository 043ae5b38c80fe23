import { formats } from './formats';

const { number, plural } = formats;

const count = (domains: number) => plural(domains, { one: '# Domain', other: '# Domains' });

/** The texts of actions on many domains, and of the selection before them. */
export const bulkWords = {
  bulk: {
    select: (domain: string) => `${domain} auswählen`,
    selectAll: (total: number) =>
      plural(total, { one: '# Domain auswählen', other: 'Alle # Domains auswählen' }),
    selected: (domains: number) => `${count(domains)} ausgewählt`,
    region: 'Ausgewählte Domains',
    clear: 'Auswahl aufheben',
    domains: count,
    actions: { verify: 'Prüfen', 'set-host': 'Hostnamen ändern', export: 'Exportieren', delete: 'Löschen' },
    titles: {
      verify: 'Ausgewählte Domains prüfen',
      'set-host': 'Hostnamen ändern',
      export: 'Ausgewählte Domains exportieren',
      delete: 'Ausgewählte Einstellungen löschen',
    },
    confirm: {
      verify: (domains: number) => `${count(domains)} prüfen`,
      'set-host': (domains: number) => `${count(domains)} ändern`,
      delete: (domains: number) => `Einstellungen von ${count(domains)} löschen`,
    },
    would: {
      verify: (domains: number) =>
        plural(domains, { one: '# Domain wird geprüft.', other: '# Domains werden geprüft.' }),
      'set-host': (domains: number) => `Der Hostname von ${count(domains)} wird geändert und geprüft.`,
      delete: (domains: number) => `Die Einstellungen von ${count(domains)} werden gelöscht.`,
    },
    nothing: {
      verify: 'Alle ausgewählten Domains werden bereits geprüft.',
      'set-host': 'Keine ausgewählte Domain hat diesen Hostnamen.',
      delete: 'Die ausgewählten Domains sind bereits gelöscht.',
    },
    skipped: {
      verify: (domains: number) =>
        plural(domains, {
          one: '# Domain wird bereits geprüft.',
          other: '# Domains werden bereits geprüft.',
        }),
      'set-host': (domains: number) =>
        plural(domains, {
          one: '# Domain ohne diesen Hostnamen bleibt unverändert.',
          other: '# Domains ohne diesen Hostnamen bleiben unverändert.',
        }),
      delete: () => '',
    },
    deleteHelp:
      'Für neue Verbindungen dieser Domains wird nichts mehr ausgefüllt. Bereits verbundene Postfächer sind nicht betroffen. Bis zehn Sekunden nach dem Schließen dieses Fensters können Sie es rückgängig machen, allerdings ohne den Verlauf; exportieren Sie die Einstellungen vorher, wenn Sie eine Kopie behalten möchten.',
    changedMeanwhile:
      'Ändert jemand eine Domain, bevor sie an der Reihe ist, bleibt sie unverändert und wird am Ende genannt.',
    first: 'Die ersten davon',
    more: (domains: number) => `und ${number(domains)} weitere`,
    columns: {
      domain: 'Domain',
      server: 'Server',
      from: 'Alter Hostname',
      to: 'Neuer Hostname',
      why: 'Grund',
    },
    oldHost: 'Alter Hostname',
    newHost: 'Neuer Hostname',
    servers: 'Server',
    preview: 'Vorschau',
    back: 'Zurück',
    close: 'Schließen',
    stop: 'Anhalten',
    stopping: 'Die Änderung endet nach den Domains, die gerade bearbeitet werden.',
    progress: (done: number, all: number) => `${number(done)} von ${count(all)}`,
    progressLabel: 'Fortschritt',
    goesOn: 'Die Änderung läuft weiter, auch wenn Sie diese Seite verlassen.',
    ended: {
      running: '',
      done: (changed: number, domains: number) => `${number(changed)} von ${count(domains)} erledigt`,
      stopped: (changed: number, domains: number) =>
        `Angehalten: ${number(changed)} von ${count(domains)} erledigt`,
      interrupted: (changed: number, domains: number) =>
        `Unterbrochen: ${number(changed)} von ${count(domains)} erledigt. Wählen Sie die übrigen aus und wiederholen Sie die Änderung.`,
    },
    failed: (domains: number) =>
      plural(domains, { one: '# Domain blieb unverändert', other: '# Domains blieben unverändert' }),
    why: {
      'not-found': 'Jemand hat sie inzwischen gelöscht.',
      'revision-is-stale': 'Jemand hat sie inzwischen geändert.',
      'host-not-used': 'Sie hat den alten Hostnamen nicht.',
      'user-attempt':
        'Diese Server hat ein Benutzer ausprobiert; geändert werden nur Einstellungen eines Admins.',
    },
    other: {
      title: 'Es läuft bereits eine Änderung vieler Domains',
      detail: 'Warten Sie, bis sie beendet ist, und versuchen Sie es dann erneut.',
    },
    running: 'Eine Änderung vieler Domains läuft',
    show: 'Anzeigen',
    deleted: (domains: number) => `Die Einstellungen von ${count(domains)} sind gelöscht.`,
    formats: { csv: 'CSV', ndjson: 'NDJSON' },
    format: 'Format',
    exportHelp: 'Die Datei lässt sich wieder importieren. Versuche von Benutzern sind nicht enthalten.',
    exported: (lines: number) => plural(lines, { one: '# Zeile empfangen', other: '# Zeilen empfangen' }),
    download: (domains: number) => `${count(domains)} exportieren`,
  },
};

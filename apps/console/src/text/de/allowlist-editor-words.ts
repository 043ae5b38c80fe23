import { formats } from './formats';

const { number, plural } = formats;
const entries = (count: number) => plural(count, { one: '# Eintrag', other: '# Einträge' });

/** The texts of the page on which an operator writes and publishes the allowlist. */
export const allowlistEditorWords = {
  title: 'Freigabeliste bearbeiten',
  lead: 'Bereiten Sie die nächste Revision der Liste vor, prüfen Sie sie und veröffentlichen Sie sie. Bis dahin sehen nur Sie Ihre Änderungen.',
  toList: 'Veröffentlichte Liste',
  basedOn: (revision: number) => `Auf Grundlage von Revision ${revision}`,
  sample: {
    title: 'Sie haben noch keine eigene Liste veröffentlicht',
    detail:
      'Die zurzeit veröffentlichten Adressen sind das Muster eines anderen Anbieters. Deshalb beginnt diese Liste leer. Fügen Sie Ihre eigenen Adressen ein.',
  },
  undo: 'Rückgängig',
  startAgain: 'Alle Änderungen verwerfen',
  discarded: 'Alle Änderungen sind verworfen.',
  add: {
    title: 'Adressen hinzufügen',
    lead: 'Fügen Sie ein Präfix pro Zeile ein, auf Wunsch mit dem Protokoll dahinter, oder eine als Text, CSV oder JSON exportierte Liste.',
    lines: 'Adressen',
    placeholder: '198.51.100.0/27\n198.51.100.64/27 smtp',
    drop: 'oder eine Datei mit Adressen hier ablegen',
    protocol: 'Protokoll',
    noProtocol: 'wie in jeder Zeile',
    dataCenter: 'Rechenzentrum',
    state: 'Status',
    activeFrom: 'In Gebrauch ab',
    ownStates: 'Die Zeilen enthalten eigene Status und Daten.',
    submit: (count: number) => (count === 0 ? 'Hinzufügen' : `${entries(count)} hinzufügen`),
    replace: (count: number) => `Liste durch ${entries(count)} ersetzen`,
    blank: (count: number) =>
      plural(count, {
        one: '# Zeile ohne Adresse wird übersprungen.',
        other: '# Zeilen ohne Adresse werden übersprungen.',
      }),
    listed: (count: number) =>
      plural(count, {
        one: '# Eintrag steht bereits in der Liste und bleibt, wie er ist.',
        other: '# Einträge stehen bereits in der Liste und bleiben, wie sie sind.',
      }),
    wrongTitle: (count: number) =>
      plural(count, {
        one: '# Zeile lässt sich nicht hinzufügen',
        other: '# Zeilen lassen sich nicht hinzufügen',
      }),
    line: (line: number) => `Zeile ${line}`,
    more: (count: number) => `und ${number(count)} weitere`,
    repairAll: (count: number) => `Alle ${number(count)} Vorschläge übernehmen`,
    added: (count: number) => `${entries(count)} hinzugefügt.`,
    replaced: (count: number) => `Die Liste ist durch ${entries(count)} ersetzt.`,
  },
  fields: {
    cidr: 'Adresse oder Präfix',
    protocol: 'Protokoll',
    dataCenter: 'Rechenzentrum',
    state: 'Status',
    activeFrom: 'In Gebrauch ab',
    retireAfter: 'In Gebrauch bis',
    note: 'Notiz',
  },
  dateHelp: 'Ein ganzer Tag in UTC.',
  everyDataCenter: 'Jedes Rechenzentrum',
  /** A text in place of the schema's message, which is for programmers; `undefined` keeps the schema's. */
  messageFor: (path: string, code: string): string | undefined => {
    if (path === 'protocol')
      return code === 'required'
        ? 'Für welche Liste ist die Adresse? Wählen Sie ein Protokoll oder schreiben Sie es dahinter.'
        : 'Für dieses Protokoll gibt es keine Liste.';
    if (path === 'cidr' && code === 'required') return 'Es fehlt eine Adresse.';
    if (path === 'state') return 'Der Status ist announced, active oder retiring.';
    if (path === 'activeFrom' || path === 'retireAfter')
      return 'Geben Sie das Datum in der Form 2027-02-01 ein.';
    if (code === 'not-json') return 'Das beginnt wie JSON, ist aber nicht vollständig.';
    if (code === 'unknown-field') return 'Eine Zeile enthält eine Adresse und ein Protokoll, sonst nichts.';
    return undefined;
  },
  table: {
    title: 'Die Liste',
    label: 'Einträge der Liste',
    columns: ['Adressen', 'Protokoll', 'Rechenzentrum', 'Status', 'Notiz'],
    actions: 'Aktionen',
    search: 'Adresse oder Notiz suchen',
    searchPlaceholder: 'Adresse oder Notiz',
    count: entries,
    empty: 'Die Liste hat keine Einträge',
    emptyHelp: 'Fügen Sie die Adressen ein, von denen aus Sie die Server Ihrer Kunden erreichen.',
    noMatch: 'Kein passender Eintrag',
    more: (count: number) => `${number(count)} weitere anzeigen`,
    new: 'Neu',
    changed: 'Geändert',
    retire: 'Auslaufen lassen',
    retireIt: (cidr: string) => `${cidr} auslaufen lassen`,
    edit: (cidr: string) => `${cidr} ändern`,
    remove: (cidr: string) => `${cidr} entfernen`,
    removed: (cidr: string) => `${cidr} ist entfernt.`,
    edited: (cidr: string) => `${cidr} ist geändert.`,
  },
  entry: {
    retireTitle: (cidr: string) => `${cidr} auslaufen lassen`,
    retireHelp:
      'Firewalls lassen diese Adressen bis zu diesem Tag durch, und Ihre Kunden werden informiert. Entfernen Sie den Eintrag danach.',
    editTitle: (cidr: string) => `${cidr} ändern`,
    retire: 'Auslaufen lassen',
    save: 'Ändern',
  },
  dataCenters: {
    title: 'Rechenzentren',
    lead: 'Kunden erhalten die Adressen ihres Rechenzentrums und die Adressen, die für jedes Rechenzentrum gelten.',
    columns: ['Kennung', 'Name', 'Einträge'],
    actions: 'Aktionen',
    id: 'Kennung',
    idHelp: 'Kurz und dauerhaft, zum Beispiel eu1.',
    label: 'Name',
    add: 'Rechenzentrum hinzufügen',
    rename: (id: string) => `Name von ${id}`,
    remove: (id: string) => `Rechenzentrum ${id} entfernen`,
    added: (id: string) => `Rechenzentrum ${id} ist hinzugefügt.`,
    renamed: (id: string) => `Rechenzentrum ${id} ist umbenannt.`,
    removed: (id: string) => `Rechenzentrum ${id} ist entfernt.`,
    taken: 'Ein Rechenzentrum mit dieser Kennung gibt es bereits.',
  },
  check: {
    title: 'Prüfen und veröffentlichen',
    lead: 'Die Prüfung vergleicht Ihre Liste mit der veröffentlichten und sucht nach Fehlern. Veröffentlicht wird dabei nichts.',
    submit: 'Prüfen',
    outdated:
      'Sie haben die Liste seit dieser Prüfung geändert. Prüfen Sie sie noch einmal, bevor Sie sie veröffentlichen.',
    refused: 'Diese Liste enthält Fehler. Korrigieren Sie sie und prüfen Sie erneut.',
    passed: 'Keine Fehler gefunden.',
    show: (cidr: string) => `${cidr} anzeigen`,
    more: (count: number) => `und ${number(count)} weitere`,
    difference: (revision: number) => `Was sich gegenüber Revision ${revision} ändert`,
    noChanges: 'Kein Eintrag kommt hinzu, fällt weg oder ändert seinen Status.',
    come: (size: string) => `Neu: ${size}`,
    go: (size: string) => `Weg: ${size}`,
    stay: 'dieselben Adressen wie bisher',
    counts: (added: number, removed: number, changed: number) =>
      `${number(added)} hinzugefügt, ${number(removed)} entfernt, ${number(changed)} geändert`,
    publish: 'Veröffentlichen',
    published: (revision: number) => `Revision ${revision} ist veröffentlicht`,
    publishedHelp: 'Firewalls, die die Liste abrufen, erhalten sie ab jetzt.',
    stale: {
      title: 'Inzwischen wurde eine andere Revision veröffentlicht',
      detail:
        'Von Ihren Änderungen ist nichts veröffentlicht und nichts verloren. Vergleichen Sie Ihre Liste mit der neuen Revision und veröffentlichen Sie sie dann.',
      compare: 'Erneut vergleichen',
    },
  },
};

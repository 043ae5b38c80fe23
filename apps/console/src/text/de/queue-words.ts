import { formats } from './formats';

const { number, plural } = formats;

/** The texts of the operator's page about what waits to be verified. */
export const queueWords = {
  title: 'Warteschlange',
  lead: 'Wartende und laufende Prüfungen aller Konten sowie Suchen nach Servern, die ältesten zuerst.',
  discovery: 'Suche nach Servern bei',
  empty: 'Nichts wartet',
  emptyHelp:
    'Alles Eingereihte ist erledigt. Was als Nächstes gespeichert, geprüft oder gesucht wird, steht hier, bis es erledigt ist.',
  columns: ['Konto', 'Server', 'Eingereiht', 'Status', 'Grund'],
  states: { waiting: 'Wartet', dispatched: 'Bei einem Worker', running: 'Läuft' },
  urgencies: {
    person: 'Jemand wartet darauf',
    import: 'Import',
    lost: 'Zweimal verloren',
    search: 'Wöchentliche Suche',
  },
  actions: 'Aktionen',
  putBack: 'Zurückstellen',
  cancel: 'Abbrechen',
  ofAccount: (servers: string) => `der Prüfung von ${servers}`,
  noWorker: 'Kein Worker läuft: Bis einer startet, wird nichts geprüft.',
  workers: (count: number, dataCenter: string | null) =>
    `${number(count)} Worker für ${dataCenter ?? 'alle Rechenzentren'}`,
  waiting: (count: number) =>
    count >= 10_000
      ? `${number(count)} oder mehr warten`
      : plural(count, { one: '# wartet', other: '# warten' }),
};

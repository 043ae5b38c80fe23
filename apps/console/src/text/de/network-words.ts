import type { SetSize } from '@postern/core/prefix-set';
import { formats } from './formats';

const { list, number, plural } = formats;

const sizeOf = ({ addresses, networks }: SetSize) =>
  list([
    ...(addresses === 0 ? [] : [plural(addresses, { one: '# Adresse', other: '# Adressen' })]),
    ...networks.map(({ length, count }) => `${number(count)} × /${length}`),
  ]);

const allowlistNames = { imap: 'IMAP', smtp: 'SMTP', exchange: 'Exchange', webhook: 'Webhooks' };

/** Texts about the allowlist and firewall rules. */
export const networkWords = {
  allowlist: {
    title: 'IP-Freigabeliste',
    lead: 'Alle Verbindungen zu Ihren Mailservern kommen von diesen Adressen. Geben Sie sie an Ihre IT-Abteilung weiter. IMAP und SMTP haben getrennte Listen, jede für ihre eigenen Ports.',
    handover: 'Merkblatt für die IT',
    edit: 'Bearbeiten',
    empty: 'Für dieses Rechenzentrum gibt es keine Adressen',
    toOwn: 'Zurück zur eigenen Liste',
    dataCenter: 'Rechenzentrum',
    ownDataCenter: (label: string | null) =>
      label === null ? 'Gültig für jedes Rechenzentrum' : `${label} (Ihres)`,
    everyDataCenter: 'jedes Rechenzentrum',
    lists: allowlistNames,
    size: sizeOf,
    count: (prefixes: number, size: SetSize) =>
      `${plural(prefixes, { one: '# Präfix', other: '# Präfixe' })}, ${sizeOf(size)}`,
    copyAll: 'Alle kopieren',
    download: (format: string) => `${format} herunterladen`,
    formats: { text: 'Text', csv: 'CSV', json: 'JSON' },
    feed: 'Adresse für Firewalls, die die Liste abrufen',
    copyFeed: 'Adresse kopieren',
    feedHelp:
      'Ein Präfix pro Zeile, keine Kommentare. Die Firewall meldet sich mit einem Zugriffstoken der Rolle Netzwerk an, entweder als Bearer-Token oder als Passwort mit beliebigem Benutzernamen.',
    states: { announced: 'Angekündigt', active: 'Aktiv', retiring: 'Läuft aus' },
    movingDate: (state: string, date: string | null) =>
      date === null ? '' : state === 'announced' ? `in Gebrauch ab ${date}` : `außer Gebrauch nach ${date}`,
    revisionTitle: 'Revision',
    revision: (revision: number) => `Revision ${revision}`,
    published: (vendor: string) => `Veröffentlicht für ${vendor}`,
    digest: 'SHA-256 der Liste',
    copyDigest: 'Prüfsumme kopieren',
    changes: 'Letzte Änderungen',
    firstRevision: 'Dies ist die erste Revision.',
    noChanges: 'In den letzten Revisionen hat sich nichts geändert.',
    allChanges: (count: number) => `Alle ${number(count)} Änderungen anzeigen`,
    changeKinds: { added: 'Hinzugefügt', removed: 'Entfernt' },
    changeAbout: (protocol: keyof typeof allowlistNames, place: string, date: string) =>
      `${allowlistNames[protocol]} · ${place} · ${date}`,
  },
  match: {
    title: 'Käme diese Adresse durch?',
    source: 'Quelladresse',
    destination: 'Ihr Mailserver',
    port: 'Port',
    placeholders: { source: '54.174.62.196', destination: 'imap.example.com', port: '993' },
    ask: 'Nachsehen',
    verdicts: {
      allow: 'Ja, eine Regel erlaubt es',
      none: 'Keine Regel erlaubt es',
      deny: 'Nein, eine Regel verbietet es',
    },
    rule: 'Regel:',
  },
  firewall: {
    title: 'Firewallregeln',
    lead: 'Regeln für Ihre eigenen Geräte, erzeugt aus der Freigabeliste und den Servern Ihrer Domains. Sie erlauben nur unsere Adressen; andere Verbindungen bleiben, wie sie sind, wenn Sie es nicht anders wählen.',
    handover: 'Merkblatt für die IT',
    target: 'Gerät',
    proof: (proof: string) => `Getestet mit: ${proof}.`,
    domains: 'Domains',
    domainsHelp: 'Die Regeln gelten für die Server dieser Domains.',
    allDomains: 'Alle eingerichteten Domains',
    domainsMore: 'Die Regeln gelten für die Server dieser Domains. Tippen Sie, um in allen zu suchen.',
    addresses: {
      title: 'Adressen Ihrer Server',
      help: 'Regeln für Ihre eigene Firewall brauchen die Adressen Ihrer Server, die öffentlichen und die privaten, falls sie zwischen ihnen übersetzt.',
      propose: 'Adressen der letzten Prüfung verwenden',
      noneFound: 'Die letzte Prüfung hat keine weitere Adresse gefunden.',
      invalid: (address: string) => `„${address}“ ist keine IP-Adresse.`,
      uses: { public: 'öffentlich', private: 'privat' },
      more: (count: number) =>
        plural(count, {
          one: '# weiterer Server wird nicht angezeigt. Wählen Sie oben Domains aus, um die Adressen ihrer Server einzutragen.',
          other:
            '# weitere Server werden nicht angezeigt. Wählen Sie oben Domains aus, um die Adressen ihrer Server einzutragen.',
        }),
    },
    exclusive: {
      title: 'Diese Regeln sperren alle aus, die nicht genannt sind',
      detail:
        'Sie weisen jede Adresse ab, die sie nicht nennen, auch Telefone, Büros und andere Mailserver. Fügen Sie diese zuerst als weitere Quellen hinzu.',
      confirm: 'Ich habe alle anderen Adressen hinzugefügt, die Zugang brauchen',
    },
    noDomain: 'Keine passende Domain',
    result: 'Regeln',
    revision: (revision: number) => `Erzeugt aus Revision ${revision}`,
    zip: 'Zip herunterladen',
    copy: 'Kopieren',
    download: 'Herunterladen',
    removes: 'Dateien zum Aktualisieren und Entfernen',
    removesHelp:
      'Die Datei zum Aktualisieren löscht auch, was seit einer früheren Revision weggefallen ist: Wenden Sie sie nach den anderen an. Die Datei, die alles entfernt, ist nur zum Rückgängigmachen.',
    previous: 'Vorige Revision',
    previousHelp:
      'Die Revision der Liste, die das Gerät jetzt hat, z. B. 4. Eine weitere Datei entfernt dann, was seither weggefallen ist.',
    check: {
      title: 'Mit dem Stand auf dem Gerät vergleichen',
      lead: 'Führen Sie dies auf dem Gerät aus und fügen Sie die Ausgabe ein oder legen Sie sie hier als Datei ab. Gespeichert wird nichts.',
      command: 'Befehl für das Gerät',
      deployed: 'Ausgabe des Geräts',
      drop: 'Datei hier ablegen',
      protocol: 'Um welche Liste es geht',
      compare: 'Vergleichen',
      states: {
        same: (revision: number) => `Das Gerät entspricht Revision ${revision}`,
        drifted: (revision: number) => `Das Gerät weicht von Revision ${revision} ab`,
        unknown: () => 'Das lässt sich nicht vergleichen',
      },
      columns: ['Unterschied', 'Von', 'Nach', 'Port'],
      differences: {
        missing: 'Nicht durchgelassen',
        wider: 'Zu weit gefasst',
        gone: 'Fehlt',
        unread: 'Nicht verstanden',
      },
      anywhere: 'beliebig',
      moreSources: (sources: string, count: number) => `${sources} und ${number(count)} weitere`,
      more: (count: number) =>
        plural(count, {
          one: '# weiterer Unterschied wird nicht angezeigt.',
          other: '# weitere Unterschiede werden nicht angezeigt.',
        }),
      repair: 'Dateien, die das beheben',
    },
    noFiles: 'Es gibt keine Regeln anzuzeigen. Die Hinweise oben nennen den Grund.',
    onePerLine: 'Eine Angabe pro Zeile.',
    pairPerLine: 'Eine Angabe pro Zeile, in der Form Name = Wert.',
  },
  handover: {
    title: 'Merkblatt für die IT',
    lead: 'Eine Seite für Ihre IT-Abteilung: was freizugeben ist und warum, wie man es testet und wie man es rückgängig macht.',
    print: 'Drucken oder als PDF speichern',
    note: 'Mitteilung an Ihre IT-Abteilung',
    notePlaceholder: 'Bitte bis Freitag freigeben; Fragen an jane@example.com.',
  },
};

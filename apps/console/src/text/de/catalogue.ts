import { authorityWords } from './authority-words';
import type { Catalogue } from '../catalogue';
import { allowlistEditorWords } from './allowlist-editor-words';
import { bulkWords } from './bulk-words';
import { discoveryWords } from './discovery-words';
import { fieldLabels, fieldValues } from './field-labels';
import { formats } from './formats';
import { firstWords } from './first-words';
import { formWords } from './form-words';
import { importWords } from './import-words';
import { keysWords } from './keys-words';
import { linkWords } from './link-words';
import { networkWords } from './network-words';
import { notificationWords } from './notification-words';
import { queueWords } from './queue-words';
import { vendorWords } from './vendor-words';
import { viewsWords } from './views-words';
import { verificationWords } from './verification-words';

const { number, plural } = formats;

/** The German texts, by page. */
export const de: Catalogue = {
  ...firstWords,
  mailSettings: {
    title: 'Aktivitäten',
    breadcrumbs: ['Einstellungen', 'Objekte', 'Aktivitäten'],
    emailLogging: 'E-Mail-Protokollierung',
    section: 'Exchange- und IMAP-Einstellungen',
    lead: 'Richten Sie die Mailserver jeder Domain einmal ein. Wenn Benutzer ihr eigenes Postfach oder ihren Kalender verbinden, sind diese Einstellungen bereits ausgefüllt.',
    columns: ['Domain', 'Server', 'Status', 'Aktionen'],
    attempt: 'Versuch eines Benutzers',
    edit: (domain: string) => `${domain} bearbeiten`,
    look: (domain: string) => `${domain} anzeigen`,
    remove: (domain: string) => `${domain} löschen`,
    warnings: (count: number) => plural(count, { one: '# Warnung', other: '# Warnungen' }),
    shown: (count: number, hasMore: boolean) =>
      `${plural(count, { one: '# Domain', other: '# Domains' })} angezeigt${hasMore ? ', weitere beim Scrollen' : ''}`,
    totals: (total: number, failing: number) =>
      `${plural(total, { one: '# Domain', other: '# Domains' })}, ${failing === 0 ? 'keine' : number(failing)} fehlgeschlagen`,
    noMatch: {
      title: 'Keine Treffer',
      detail: 'Keine Domain passt zu dieser Suche und diesen Filtern.',
      showAll: 'Alle Domains anzeigen',
    },
    filters: {
      search: 'Suche',
      searchPlaceholder: 'Domain oder Server',
      kind: 'Art',
      kinds: { '': 'Alle Arten', imap: 'IMAP', exchange: 'Exchange' },
      state: 'Status',
      states: {
        '': 'Jeder Status',
        passed: 'In Ordnung',
        failed: 'Fehlgeschlagen',
        running: 'Wird geprüft',
        queued: 'Wartet',
        unverified: 'Nicht geprüft',
      },
      sort: 'Sortieren nach',
      sorts: {
        '': 'Name',
        '-domain': 'Name, Z bis A',
        state: 'Fehlgeschlagene zuerst',
        '-checked': 'Neueste Prüfung',
        checked: 'Älteste Prüfung',
      },
      removeHint: 'Andere Server veröffentlicht: wieder alle Domains anzeigen',
      origin: 'Herkunft',
      origins: {
        '': 'Jede Herkunft',
        admin: 'Von einem Admin eingerichtet',
        attempt: 'Versuch eines Benutzers',
      },
    },
    deletion: {
      title: (domain: string) => `Die Einstellungen von ${domain} löschen?`,
      detail:
        'Für neue Verbindungen dieser Domain wird nichts mehr ausgefüllt, und sie wird nicht mehr geprüft. Bereits verbundene Postfächer sind nicht betroffen.',
      confirm: 'Einstellungen löschen',
      done: (domain: string) => `Die Einstellungen von ${domain} sind gelöscht.`,
      undo: 'Rückgängig',
    },
  },
  panel: {
    newTitle: { imap: 'Neue IMAP-Einstellungen', exchange: 'Neue Exchange-Einstellungen' },
    replaceTitle: (domain: string) => `Die Einstellungen von ${domain} ersetzen`,
    replaced: (domain: string, kind: 'imap' | 'exchange') =>
      `Die ${kind === 'imap' ? 'IMAP' : 'Exchange'}-Einstellungen von ${domain} sind ersetzt.`,
    attemptTitle: 'Ein Benutzer hat versucht, sich mit dieser Domain zu verbinden',
    attempt:
      'Der Benutzer hat die Server unten ausprobiert. Für andere Benutzer werden sie erst ausgefüllt, nachdem Sie sie gespeichert haben.',
    taken: {
      title: (domain: string, kind: 'imap' | 'exchange') =>
        `${domain} hat bereits ${kind === 'imap' ? 'IMAP' : 'Exchange'}-Einstellungen`,
      sameKind:
        'Jede Domain wird einmal eingerichtet. Öffnen Sie die vorhandenen Einstellungen, um sie zu ändern.',
      otherKind:
        'Eine Domain hat entweder IMAP- oder Exchange-Einstellungen, nie beides. Öffnen Sie die vorhandenen Einstellungen: Dort können Sie sie durch die andere Art ersetzen.',
      open: 'Vorhandene Einstellungen öffnen',
    },
    deleted: {
      title: 'Jemand hat diese Einstellungen inzwischen gelöscht',
      detail: 'Ihre Eingaben sind noch hier. Sie können sie als neue Einstellungen hinzufügen.',
      addAgain: 'Wieder hinzufügen',
    },
    stale: {
      title: 'Jemand hat diese Einstellungen inzwischen geändert',
      detail:
        'Ihre Änderungen sind nicht gespeichert. Laden Sie die aktuellen Einstellungen oder ersetzen Sie sie durch Ihre.',
      reload: 'Aktuelle Einstellungen laden',
      overwrite: 'Durch meine ersetzen',
    },
  },
  connect: {
    title: 'E-Mail verbinden',
    lead: 'Geben Sie Ihre Adresse ein. Wenn Ihre Organisation ihre Mailserver eingerichtet hat, ist alles bis auf das Passwort ausgefüllt.',
    purpose: 'Was Sie verbinden möchten',
    purposes: { mail: 'E-Mail', calendar: 'Kalender' },
    emailHelp: 'Ihre vollständige Adresse, zum Beispiel jane@example.com.',
    accessToken: 'Zugriffstoken',
    accessTokenHelp:
      'Für Entwickler: ein Token, das der Anbieter für dieses Postfach ausgestellt hat (OAuth). Es wird wie ein Passwort behandelt und nie erneuert.',
    useAccessToken: 'Zugriffstoken verwenden',
    usePassword: 'Passwort verwenden',
    result: 'Ihre Verbindung',
    before: 'Hier erscheint jeder Schritt der Verbindung zu Ihren Mailservern.',
    changed: 'Zuletzt geändert',
    verified: 'geprüft',
    notVerified: 'noch nicht geprüft',
    find: 'Meine Server suchen',
  },
  queue: queueWords,
  vendor: vendorWords,
  authorities: authorityWords,
  allowlistEditor: allowlistEditorWords,
  tokens: {
    title: 'Zugriffstoken',
    lead: 'Menschen, Skripte und Firewalls melden sich mit Token an. Jedes Token hat eine Rolle und wird nur einmal angezeigt.',
    create: 'Neues Token',
    newTitle: 'Neues Zugriffstoken',
    columns: ['Name', 'Rolle', 'Erstellt', 'Zuletzt verwendet', 'Läuft ab'],
    only: (permissions: string) => `nur ${permissions}`,
    from: (addresses: string) => `von ${addresses}`,
    endsSoon: 'Läuft bald ab',
    rotate: 'Erneuern',
    rotation: {
      title: (name: string) => `Das Token „${name}“ erneuern?`,
      detail:
        'Es erhält einen neuen Wert. Der alte bleibt 24 Stunden gültig, damit Sie ihn überall dort ersetzen können, wo er verwendet wird.',
      confirm: 'Token erneuern',
    },
    own: 'Diese Sitzung',
    by: (name: string) => `von ${name}`,
    revoke: 'Widerrufen',
    secret: {
      title: (name: string) => `Das Token „${name}“ ist bereit`,
      detail:
        'Kopieren Sie es jetzt. Es kann nicht noch einmal angezeigt werden, weil nur sein Hash gespeichert ist.',
      copy: 'Token kopieren',
      lost: 'Beim Erstellen dieses Tokens brach die Verbindung ab, deshalb kann es nicht angezeigt werden. Widerrufen Sie es und erstellen Sie ein neues.',
    },
    revocation: {
      title: (name: string) => `„${name}“ widerrufen?`,
      detail:
        'Alle, die dieses Token verwenden, werden sofort abgemeldet. Das lässt sich nicht rückgängig machen.',
      own: 'Sie sind mit diesem Token angemeldet und werden sofort abgemeldet.',
      confirm: 'Token widerrufen',
    },
    form: {
      name: 'Name',
      nameHelp:
        'Wer oder was es verwenden wird, zum Beispiel „CRM-Abgleich“. Das Änderungsprotokoll zeigt diesen Namen.',
      role: 'Rolle',
      roleHelp: {
        operator: 'Betreibt die Installation.',
        'super-admin': 'Darf in diesem Konto alles, auch Token verwalten.',
        'account-access': 'Darf in diesem Konto alles, außer Token verwalten.',
        member: 'Verbindet ein Postfach und liest Freigabeliste und Regeln.',
        network:
          'Liest Freigabeliste und Regeln: für IT-Abteilungen und für Firewalls, die die Liste abrufen.',
      },
      life: 'Läuft ab',
      lives: { '30': 'In 30 Tagen', '90': 'In 90 Tagen', '365': 'In einem Jahr', '': 'Nie' },
      limit: 'Dieses Token einschränken',
      scopes: 'Berechtigungen',
      scopesHelp:
        'Das Token behält von den Berechtigungen seiner Rolle nur diese. Ohne Auswahl behält es alle.',
      sources: 'Adressen, von denen es verwendet wird',
      sourcesHelp:
        'Adressen oder Präfixe, eine Angabe pro Zeile, zum Beispiel 192.0.2.0/24. Ohne Angabe funktioniert es von überall.',
      submit: 'Token erstellen',
    },
  },
  importExport: importWords,
  fieldLabels,
  fieldValues,
  ...bulkWords,
  ...discoveryWords,
  ...formWords,
  ...keysWords,
  ...verificationWords,
  ...viewsWords,
  ...networkWords,
  ...linkWords,
  notifications: notificationWords,
};

import { formats } from './formats';
import type { DiscoverySource } from '../../api/discoveries';

const { list, plural } = formats;

type State = DiscoverySource['state'];

/** Why a place gave no servers, by the code of the API; a code that is not here has the words of its state. */
const reasons = {
  'connect-refused': 'Der Server weist Verbindungen ab.',
  'connect-timeout': 'Der Server antwortet nicht.',
  'connect-unreachable': 'Von hier führt kein Weg zum Server.',
  'deadline-exceeded': 'Die Antwort kam nicht rechtzeitig.',
  'dns-temporary': 'Der Name konnte nicht aufgelöst werden.',
  'digest-mismatch': 'Die Datei ist nicht diejenige, für die das DNS der Domain bürgt.',
  'digest-missing': 'Das DNS der Domain bürgt nicht für die Datei.',
  'host-not-allowed': 'Diesen Namen könnte jeder registrieren, deshalb wird er nicht gefragt.',
  'html-page': 'Dort gibt es nur eine Webseite.',
  'login-required': 'Dort ist zuerst eine Anmeldung nötig.',
  'not-https': 'Die Spur führt zu einer ungeschützten Adresse, deshalb wird sie nicht gefragt.',
  'not-offered': 'Die Domain gibt an, dass sie keinen solchen Server anbietet.',
  'no-server-answers': 'Keine Mailserver mit diesen Namen bestehen die Prüfung.',
  'null-mx': 'Die Domain gibt an, dass sie keine E-Mails empfängt.',
  'no-exchange': 'Dort ist kein Exchange-Server für die Domain bekannt.',
  'no-imap-server': 'Ein Posteingangsserver wird nicht genannt.',
  'no-smtp-server': 'Ein Postausgangsserver wird nicht genannt.',
  'public-suffix': 'Diese Namen gehören anderen, deshalb werden sie nicht ausprobiert.',
  'server-error': 'Der Server ist zurzeit gestört.',
  'target-not-allowed': 'Postern darf sich mit diesem Server nicht verbinden.',
  'port-not-allowed': 'Postern darf sich mit diesem Server nicht verbinden.',
  'too-large': 'Die Datei ist zu groß.',
  'too-many-redirects': 'Es wird immer weiter umgeleitet.',
};

const stateReasons: Readonly<Record<State, string | null>> = {
  found: null,
  absent: null,
  invalid: 'Die Angaben sind nicht lesbar.',
  unreachable: 'Es kam keine vollständige Antwort.',
  refused: 'Postern darf diese Stelle nicht fragen oder ihr nicht glauben.',
};

function countProposals(count: number): string {
  return count === 0 ? 'nichts gefunden' : plural(count, { one: '# Vorschlag', other: '# Vorschläge' });
}

/** Texts about the search for servers. */
export const discoveryWords = {
  discovery: {
    find: 'Einstellungen suchen',
    findHelp: 'Postern sucht die Server der Domain an allen öffentlichen Stellen. Gespeichert wird nichts.',
    heading: (domain: string) => `Server von ${domain}`,
    searching: 'Suche läuft',
    atMost: 'Das dauert höchstens fünf Sekunden.',
    done: 'Suche beendet',
    found: countProposals,
    finished: (domain: string, count: number) =>
      `Die Suche nach den Servern von ${domain} ist beendet: ${countProposals(count)}.`,
    none: 'Keine Server gefunden',
    noneHelp:
      'Tragen Sie die Server ein, die Ihr Mailprogramm verwendet, oder fragen Sie den Betreiber des Mailservers.',
    silent: (count: number) =>
      plural(count, {
        one: 'Eine Stelle hat nicht geantwortet; eine spätere Suche findet vielleicht mehr.',
        other: '# Stellen haben nicht geantwortet; eine spätere Suche findet vielleicht mehr.',
      }),
    sources: (count: number) =>
      plural(count, { one: '# Stelle wurde gefragt', other: '# Stellen wurden gefragt' }),
    stillAsking: 'Warten auf Antworten…',
    proposals: 'Vorschläge',
    use: 'Diese Einstellungen verwenden',
    useAnyway: 'Diese Einstellungen trotzdem verwenden',
    filled: 'Unten ausgefüllt',
    filledBest: 'Der erste Vorschlag ist ausgefüllt. Prüfen und speichern Sie ihn.',
    takenOut: 'Der erste Vorschlag hat die Prüfung nicht bestanden und ist deshalb nicht mehr ausgefüllt.',
    conflict: 'Sie haben andere Werte eingegeben',
    replace: 'Meine Eingaben ersetzen',
    keep: 'Meine Eingaben behalten',
    notChecked: 'Nicht geprüft',
    user: 'Benutzername',
    wholeAddress: 'die E-Mail-Adresse',
    servedBy: 'Server von',
    server: (host: string, port: number, tls: string) => `${host}, Port ${port}, ${tls}`,
    also: (names: readonly string[]) => `Dasselbe sagen: ${list(names)}.`,
    notTrusted: 'Vergleichen Sie die Servernamen vor dem Speichern mit den Hilfeseiten Ihres Anbieters.',
    sourceNames: {
      'account-settings': 'Ihre gespeicherten Einstellungen',
      pacc: 'Eigene Liste der Domain, durch ihr DNS bestätigt',
      autoconfig: 'Eigene Liste der Domain für Mailprogramme',
      ispdb: 'Öffentliche Liste der Mailanbieter',
      mx: 'Wer die E-Mails der Domain empfängt',
      'mx-autoconfig': 'Liste des Anbieters, der die E-Mails empfängt',
      'mx-ispdb': 'Öffentliche Liste, für den Anbieter, der die E-Mails empfängt',
      autodiscover: 'Autodiscover von Exchange',
      srv: 'DNS der Domain',
      guess: 'Die üblichen Namen',
    },
    provenance: {
      'account-settings': 'Diese Einstellungen sind für die Domain bereits gespeichert.',
      pacc: 'Die Domain veröffentlicht diese Server, und ihr DNS bestätigt, dass die Liste echt ist.',
      autoconfig: 'Die Domain selbst veröffentlicht diese Server für Mailprogramme.',
      ispdb:
        'Die öffentliche Liste der Mailanbieter, die auch Mailprogramme verwenden, nennt diese Server für die Domain.',
      mx: 'Das DNS der Domain nennt, wer ihre E-Mails empfängt.',
      'mx-autoconfig':
        'Der Anbieter, der laut DNS die E-Mails der Domain empfängt, veröffentlicht diese Server.',
      'mx-ispdb':
        'Die öffentliche Liste der Mailanbieter nennt diese Server für den Anbieter, der die E-Mails der Domain empfängt.',
      autodiscover: 'Ein Exchange-Server hat für die Domain geantwortet und diese Adresse genannt.',
      srv: 'Das DNS der Domain nennt diese Server.',
      guess:
        'Niemand nennt diese Server. Sie haben die üblichen Namen, existieren und antworten als Mailserver.',
    },
    hint: {
      title: 'Ihr Anbieter veröffentlicht inzwischen andere Server',
      checked: 'Sie antworten einwandfrei',
      changes: 'Gespeichert und veröffentlicht',
      review: 'Änderung ansehen',
      dismiss: 'Verwerfen',
      help: 'Nichts ändert sich, bevor Sie speichern. Was Sie verwerfen, wird nicht noch einmal angezeigt.',
    },
    foundAt: 'Gefunden',
    entered: 'Der Benutzer hat diese Server eingetragen; keine Suche hat sie vorgeschlagen.',
    trust: {
      verified: 'Angabe der Domain selbst',
      'third-party': 'Angabe einer öffentlichen Liste',
      dns: 'Nur aus unsigniertem DNS',
      guess: 'Vermutung',
    },
    states: {
      found: 'gefunden',
      absent: 'nichts vorhanden',
      invalid: 'nicht brauchbar',
      unreachable: 'keine Antwort',
      refused: 'nicht verwendet',
    },
    reasons,
    stateReasons,
    certificateReason: 'Das Zertifikat gilt nicht für den Namen, deshalb zählt die Angabe nicht.',
  },
  provider: {
    title: (provider: string) => `Was ${provider} verlangt`,
    from: (day: string) => `Ab ${day}.`,
    how: (host: string) => `${host} öffnen`,
    checked: (day: string) => `Geprüft am ${day} anhand von`,
    source: 'Laut',
  },
};

import type { FailureTexts } from '../failure-texts';
import { certificateTexts } from './certificate-texts';
import { formats } from './formats';
import { loginTexts } from './login-texts';
import { tlsTexts } from './tls-texts';
import { tlsModeInSentence, usualPorts } from './server-words';

const { plural } = formats;

/** The texts of failures and warnings in German. */
export const failureTexts: FailureTexts = {
  'target-not-allowed': {
    title: ({ host }) => `${host} ist keine öffentliche Adresse eines Mailservers`,
    advice: () =>
      'Geben Sie den Namen ein, unter dem der Server aus dem Internet erreichbar ist. Server in privaten Netzen werden nur geprüft, wenn der Betreiber dieser Installation ihr Netz zulässt.',
  },
  'port-not-allowed': {
    title: ({ port }) => `Port ${port} gehört nicht zu den Ports, die geprüft werden dürfen`,
    advice: ({ endpoint }) =>
      `Verwenden Sie ${usualPorts[endpoint]}. Falls Ihr Server wirklich einen anderen Port verwendet, bitten Sie den Betreiber dieser Installation, ihn zuzulassen.`,
  },
  'dns-not-found': {
    title: ({ host }) => `Den Namen ${host} gibt es nicht`,
    advice: () =>
      'Prüfen Sie die Schreibweise des Servernamens. Bis ein neuer Name im DNS erscheint, kann es etwas dauern.',
  },
  'dns-no-address': {
    title: ({ host }) => `Der Name ${host} existiert, hat aber keine Adresse`,
    advice: () =>
      'Bitten Sie den Betreiber Ihres DNS, einen A- oder AAAA-Eintrag anzulegen, oder geben Sie den Namen ein, den Ihr Mailprogramm verwendet.',
  },
  'dns-temporary': {
    title: ({ host }) => `Die DNS-Abfrage für ${host} ist fehlgeschlagen`,
    advice: () =>
      'Die Nameserver dieser Domain haben nicht rechtzeitig geantwortet. Das geht oft vorüber; versuchen Sie es in einigen Minuten erneut.',
  },
  'connect-refused': {
    title: ({ host, port }) => `${host} lehnt Verbindungen auf Port ${port} ab`,
    advice: ({ endpoint, protocol }) =>
      `Der Rechner ist erreichbar, aber auf diesem Port nimmt kein ${protocol}-Server Verbindungen an. Prüfen Sie den Port: Üblich ist ${usualPorts[endpoint]}.`,
  },
  'connect-timeout': {
    title: ({ host, port }) => `${host} antwortet auf Port ${port} nicht`,
    advice: () =>
      'Vermutlich blockiert eine Firewall unsere Verbindung. Bitten Sie die IT, unsere ausgehenden Adressen freizugeben (siehe IP-Freigabeliste), und prüfen Sie den Port.',
  },
  'connect-unreachable': {
    title: ({ host }) => `Es gibt keine Netzwerkroute zu ${host}`,
    advice: () =>
      'Die Adresse dieses Namens ist nicht erreichbar. Prüfen Sie den Servernamen und fragen Sie die IT, ob der Server in Betrieb ist.',
  },
  'closed-before-greeting': {
    title: ({ host, port }) => `${host} hat die Verbindung auf Port ${port} vor der Begrüßung geschlossen`,
    advice: () =>
      'Eine Firewall oder der Server selbst weist Verbindungen von unseren Adressen ab. Bitten Sie die IT, unsere ausgehenden Adressen freizugeben (siehe IP-Freigabeliste), und prüfen Sie den Port.',
  },
  'server-silent': {
    title: ({ host, port }) => `${host} nimmt Verbindungen auf Port ${port} an, sendet aber keine Begrüßung`,
    advice: ({ tls }) =>
      `Der Server hat 20 Sekunden lang geschwiegen. Prüfen Sie den Port und den TLS-Modus (jetzt ${tlsModeInSentence(tls)}). Stimmt beides, hält der Server Verbindungen von unbekannten Adressen vielleicht absichtlich auf: Bitten Sie die IT, unsere ausgehenden Adressen davon auszunehmen (siehe IP-Freigabeliste).`,
  },
  'wrong-security-mode': {
    title: ({ port, tls }) => `Port ${port} verwendet kein ${tlsModeInSentence(tls)}`,
    advice: ({ suggestion }) =>
      `Ändern Sie den TLS-Modus in ${tlsModeInSentence(suggestion)}: Damit antwortet der Server auf diesem Port.`,
  },
  'not-this-protocol': {
    title: ({ protocol, host, port, answered }) =>
      answered === undefined
        ? `${host} antwortet auf Port ${port} nicht als ${protocol}-Server`
        : `${host} antwortet auf Port ${port} mit ${answered}, nicht als ${protocol}-Server`,
    advice: ({ endpoint }) =>
      `Prüfen Sie, ob Servername und Port zusammengehören: Üblich ist ${usualPorts[endpoint]}.`,
  },
  'server-busy': {
    title: ({ host }) => `${host} ist überlastet und nimmt die Verbindung nicht an`,
    advice: () =>
      'Der Server bittet um einen späteren Versuch. Es muss nichts geändert werden; versuchen Sie es in einigen Minuten erneut.',
  },
  'server-refused': {
    title: ({ host }) => `${host} lehnt unsere Verbindung ab`,
    advice: () =>
      'Der Server hat mit einer Ablehnung geantwortet. Fragen Sie die IT, ob der Server unsere ausgehenden Adressen (siehe IP-Freigabeliste) oder den Namen sperrt, mit dem wir uns melden (EHLO), und prüfen Sie den Servernamen.',
  },
  preauth: {
    title: ({ host }) => `${host} behandelt unsere Verbindung als bereits angemeldet, ohne Passwort`,
    advice: () =>
      'Der Server begrüßt mit PREAUTH, deshalb lässt sich kein Passwort prüfen. Bitten Sie den Betreiber des Servers, von unseren ausgehenden Adressen eine Anmeldung zu verlangen (siehe IP-Freigabeliste).',
  },
  'protocol-error': {
    title: ({ host, endpoint, protocol }) =>
      `${host} sendet Antworten, die kein gültiges ${endpoint === 'exchange' ? 'HTTP' : protocol} sind`,
    advice: () =>
      'Der Server oder ein Proxy oder Virenscanner davor hält sich nicht an das Protokoll. Bitten Sie den Betreiber des Servers, in dessen Protokoll nachzusehen.',
  },
  'limit-exceeded': {
    title: ({ host }) => `${host} sendet mehr oder aufwendigere Daten, als ein Mailserver senden sollte`,
    advice: ({ protocol }) =>
      `Die Verbindung wurde geschlossen. Prüfen Sie, ob Servername und Port zu einem ${protocol}-Server gehören.`,
  },
  'deadline-exceeded': {
    title: ({ host }) => `Die Prüfung von ${host} hat zu lange gedauert`,
    advice: () =>
      'Der Server antwortet zu langsam. Fragen Sie den Betreiber, ob er überlastet ist; versuchen Sie es später erneut.',
  },
  ...tlsTexts,
  ...certificateTexts,
  ...loginTexts,
  'exchange-wrong-path': {
    title: ({ host }) => `${host} antwortet, aber unter diesem Pfad nicht mit Exchange Web Services`,
    advice: ({ suggestion }) =>
      suggestion
        ? `Geben Sie die URL von Exchange Web Services ein: ${suggestion}.`
        : 'Geben Sie die URL von Exchange Web Services ein; ihr Pfad ist meist /EWS/Exchange.asmx.',
  },
  'exchange-preauth': {
    title: ({ host }) => `Vor Exchange auf ${host} ist eine Anmeldeseite geschaltet`,
    advice: () =>
      'Ein Proxy verlangt vor Exchange Web Services eine Anmeldung im Browser. Bitten Sie die IT, /EWS ohne diese Anmeldung zu veröffentlichen.',
  },
  'exchange-server-error': {
    title: ({ host }) => `${host} antwortet mit einem internen Fehler`,
    advice: () =>
      'Exchange oder ein Proxy, der es nicht erreicht, konnte nicht antworten. Bleibt es so, bitten Sie die IT, den Anwendungspool von Exchange sowie Ziel und Zertifikatsnamen des Proxys zu prüfen.',
  },
  'exchange-forbidden': {
    title: ({ host }) => `${host} verbietet den Zugriff auf Exchange Web Services`,
    advice: () =>
      'Fragen Sie die IT, ob Exchange Web Services für Clients außerhalb Ihres Netzes eingeschaltet ist, ob die Regel eines Proxys davor diesen Pfad enthält und die Anmeldung weiterreicht, und ob unsere Adressen freigegeben sind (siehe IP-Freigabeliste).',
  },
  'exchange-redirect': {
    title: ({ host }) => `${host} leitet an eine andere Adresse weiter`,
    advice: ({ suggestion }) =>
      suggestion
        ? `Einer Weiterleitung folgt Postern nicht mit einem Passwort. Geben Sie die endgültige Adresse ein: ${suggestion}.`
        : 'Einer Weiterleitung folgt Postern nicht mit einem Passwort, und diese führt nicht zu Exchange Web Services. Fragen Sie die IT nach der URL von Exchange Web Services; ihr Pfad ist meist /EWS/Exchange.asmx.',
  },
  'exchange-unsure': {
    title: ({ host }) => `${host} verlangt eine Anmeldung, zeigt aber nicht, dass es Exchange ist`,
    advice: () =>
      'Prüfen Sie den Servernamen. Entfernt ein Proxy die Header von Exchange, zeigt nur die Anmeldung eines Postfachs, ob die Einstellungen funktionieren.',
  },
  'exchange-online-retired': {
    title: () => 'Exchange Online bietet Exchange Web Services nicht mehr an',
    advice: () =>
      'Microsoft sperrt EWS in Exchange Online seit dem 1. Oktober 2026, außer der Mandant lässt die Anwendung zu, und schaltet es am 1. April 2027 ab. Verbinden Sie diese Postfächer über die Anmeldung von Microsoft. Eigene Exchange-Server sind nicht betroffen.',
  },
  'cert-expires-soon': {
    title: ({ host, daysLeft = 0 }) =>
      plural(daysLeft, {
        one: `Das Zertifikat von ${host} läuft in # Tag ab`,
        other: `Das Zertifikat von ${host} läuft in # Tagen ab`,
      }),
    advice: () => 'Bitten Sie den Betreiber des Servers, das Zertifikat vorher zu erneuern.',
  },
  'server-slow': {
    title: ({ host, seconds = 0 }) => `${host} hat ${seconds} Sekunden für die Antwort gebraucht`,
    advice: () =>
      'Viele Mailprogramme geben nach 10 oder 30 Sekunden auf. Fragen Sie den Betreiber des Servers, ob der Server auf Reverse-DNS- oder Ident-Abfragen wartet oder Verbindungen von unseren Adressen absichtlich verzögert.',
  },
  unknown: {
    title: ({ host }) => `Mit ${host} ist ein unerwarteter Fehler aufgetreten`,
    advice: () =>
      'Postern kennt diesen Fehler nicht. Nennen Sie dem Betreiber dieser Installation die Support-ID.',
  },
};

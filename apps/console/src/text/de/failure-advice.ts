import type { FailureTexts } from '../failure-texts';
import { isAtWebPort } from '@postern/core/failures/failure-entry';
import { certificateAdvice } from './certificate-advice';
import { loginAdvice } from './login-advice';
import { tlsAdvice } from './tls-advice';
import { tlsModeInSentence, usualPorts } from './server-words';

/** What to do, in German, after every failure and warning. */
export const failureAdvice: FailureTexts = {
  'target-not-allowed': () =>
    'Geben Sie den Namen ein, unter dem der Server aus dem Internet erreichbar ist. Server in privaten Netzen werden nur geprüft, wenn der Betreiber dieser Installation ihr Netz zulässt.',
  'port-not-allowed': ({ endpoint }) =>
    `Verwenden Sie ${usualPorts[endpoint]}. Falls Ihr Server wirklich einen anderen Port verwendet, bitten Sie den Betreiber dieser Installation, ihn zuzulassen.`,
  'dns-not-found': () =>
    'Prüfen Sie die Schreibweise des Servernamens. Bis ein neuer Name im DNS erscheint, kann es etwas dauern.',
  'dns-no-address': () =>
    'Bitten Sie den Betreiber Ihres DNS, einen A- oder AAAA-Eintrag anzulegen, oder geben Sie den Namen ein, den Ihr Mailprogramm verwendet.',
  'dns-temporary': () =>
    'Die Nameserver dieser Domain haben nicht rechtzeitig geantwortet. Das geht oft vorüber; versuchen Sie es in einigen Minuten erneut.',
  'connect-refused': ({ endpoint, protocol }) =>
    `Der Rechner ist erreichbar, aber auf diesem Port nimmt kein ${protocol}-Server Verbindungen an. Prüfen Sie den Port: Üblich ist ${usualPorts[endpoint]}.`,
  'connect-timeout': () =>
    'Vermutlich blockiert eine Firewall unsere Verbindung. Bitten Sie die IT, unsere ausgehenden Adressen freizugeben (siehe IP-Freigabeliste), und prüfen Sie den Port.',
  'connect-unreachable': () =>
    'Die Adresse dieses Namens ist nicht erreichbar. Prüfen Sie den Servernamen und fragen Sie die IT, ob der Server in Betrieb ist.',
  'closed-before-greeting': () =>
    'Eine Firewall oder der Server selbst weist Verbindungen von unseren Adressen ab. Bitten Sie die IT, unsere ausgehenden Adressen freizugeben (siehe IP-Freigabeliste), und prüfen Sie den Port.',
  'server-silent': (words) =>
    isAtWebPort(words)
      ? `Port ${words.port} gehört meist zu einem Webserver, der keine Begrüßung sendet. Geben Sie den Port des ${words.protocol}-Servers ein: Üblich ist ${usualPorts[words.endpoint]}.`
      : `Der Server hat 20 Sekunden lang geschwiegen. Prüfen Sie den Port und den TLS-Modus (jetzt ${tlsModeInSentence(words.tls)}). Stimmt beides, hält der Server Verbindungen von unbekannten Adressen vielleicht absichtlich auf: Bitten Sie die IT, unsere ausgehenden Adressen davon auszunehmen (siehe IP-Freigabeliste).`,
  'wrong-security-mode': ({ suggestion }) =>
    `Ändern Sie den TLS-Modus in ${tlsModeInSentence(suggestion)}: Damit antwortet der Server auf diesem Port.`,
  'not-this-protocol': ({ endpoint, answered, protocol }) =>
    answered === 'LMTP'
      ? `LMTP (RFC 2033) stellt Mails innerhalb eines Mailsystems zu; Personen melden sich dort nicht an. Geben Sie den Port des ${protocol}-Servers ein: Üblich ist ${usualPorts[endpoint]}.`
      : `Prüfen Sie, ob Servername und Port zusammengehören: Üblich ist ${usualPorts[endpoint]}.`,
  'server-busy': () =>
    'Der Server bittet um einen späteren Versuch. Es muss nichts geändert werden; versuchen Sie es in einigen Minuten erneut.',
  'server-refused': () =>
    'Der Server hat mit einer Ablehnung geantwortet. Fragen Sie die IT, ob der Server unsere ausgehenden Adressen (siehe IP-Freigabeliste) oder den Namen sperrt, mit dem wir uns melden (EHLO), und prüfen Sie den Servernamen.',
  preauth: () =>
    'Der Server begrüßt mit PREAUTH, deshalb lässt sich kein Passwort prüfen. Bitten Sie den Betreiber des Servers, von unseren ausgehenden Adressen eine Anmeldung zu verlangen (siehe IP-Freigabeliste).',
  'protocol-error': () =>
    'Der Server oder ein Proxy oder Virenscanner davor hält sich nicht an das Protokoll. Bitten Sie den Betreiber des Servers, in dessen Protokoll nachzusehen.',
  'limit-exceeded': ({ protocol }) =>
    `Die Verbindung wurde geschlossen. Prüfen Sie, ob Servername und Port zu einem ${protocol}-Server gehören.`,
  'deadline-exceeded': () =>
    'Der Server antwortet zu langsam. Fragen Sie den Betreiber, ob er überlastet ist; versuchen Sie es später erneut.',
  ...tlsAdvice,
  ...certificateAdvice,
  ...loginAdvice,
  'exchange-wrong-path': ({ suggestion }) =>
    suggestion
      ? `Geben Sie die URL von Exchange Web Services ein: ${suggestion}.`
      : 'Geben Sie die URL von Exchange Web Services ein; ihr Pfad ist meist /EWS/Exchange.asmx.',
  'exchange-preauth': () =>
    'Ein Proxy verlangt vor Exchange Web Services eine Anmeldung im Browser. Bitten Sie die IT, /EWS ohne diese Anmeldung zu veröffentlichen.',
  'exchange-server-error': () =>
    'Exchange oder ein Proxy, der es nicht erreicht, konnte nicht antworten. Bleibt es so, bitten Sie die IT, den Anwendungspool von Exchange sowie Ziel und Zertifikatsnamen des Proxys zu prüfen.',
  'exchange-forbidden': () =>
    'Fragen Sie die IT, ob Exchange Web Services für Clients außerhalb Ihres Netzes eingeschaltet ist, ob die Regel eines Proxys davor diesen Pfad enthält und die Anmeldung weiterreicht, und ob unsere Adressen freigegeben sind (siehe IP-Freigabeliste).',
  'exchange-redirect': ({ suggestion }) =>
    suggestion
      ? `Einer Weiterleitung folgt Postern nicht mit einem Passwort. Geben Sie die endgültige Adresse ein: ${suggestion}.`
      : 'Einer Weiterleitung folgt Postern nicht mit einem Passwort, und diese führt nicht zu Exchange Web Services. Fragen Sie die IT nach der URL von Exchange Web Services; ihr Pfad ist meist /EWS/Exchange.asmx.',
  'exchange-unsure': () =>
    'Prüfen Sie den Servernamen. Entfernt ein Proxy die Header von Exchange, zeigt nur die Anmeldung eines Postfachs, ob die Einstellungen funktionieren.',
  'exchange-online-retired': () =>
    'Microsoft sperrt EWS in Exchange Online seit dem 1. Oktober 2026, außer der Mandant lässt die Anwendung zu, und schaltet es am 1. April 2027 ab. Verbinden Sie diese Postfächer über die Anmeldung von Microsoft. Eigene Exchange-Server sind nicht betroffen.',
  'cert-expires-soon': () => 'Bitten Sie den Betreiber des Servers, das Zertifikat vorher zu erneuern.',
  'server-slow': () =>
    'Viele Mailprogramme geben nach 10 oder 30 Sekunden auf. Fragen Sie den Betreiber des Servers, ob der Server auf Reverse-DNS- oder Ident-Abfragen wartet oder Verbindungen von unseren Adressen absichtlich verzögert.',
  unknown: () =>
    'Postern kennt diesen Fehler nicht. Nennen Sie dem Betreiber dieser Installation die Support-ID.',
};

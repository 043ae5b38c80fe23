import { implicitTlsPorts } from '@postern/core/failures/failure-entry';
import { tlsModeInSentence } from './server-words';
import type { FailureTexts } from '../failure-texts';

/** What to do, in German, after failures of the TLS handshake and of STARTTLS. */
export const tlsAdvice = {
  'tls-silent': ({ tls }) => `Prüfen Sie den Port und den TLS-Modus (jetzt ${tlsModeInSentence(tls)}).`,
  'tls-failed': () =>
    'Bitten Sie den Betreiber des Servers, dessen TLS-Konfiguration und Zertifikatsdateien zu prüfen.',
  'tls-too-old': () =>
    'Der Server muss TLS 1.2 oder neuer unterstützen. Bitten Sie den Betreiber, ihn zu aktualisieren oder umzustellen.',
  'tls-weak-key-exchange': () =>
    'Die Diffie-Hellman-Parameter des Servers haben weniger als 2048 Bit. Bitten Sie den Betreiber, ECDHE einzuschalten oder neue Parameter zu erzeugen (openssl dhparam 2048).',
  'tls-only-dhe': () =>
    'Viele Mailprogramme unterstützen diesen Schlüsselaustausch (TLS_DHE) nicht mehr, und mit Parametern über 4096 Bit kostet er zu viel Rechenzeit. Bitten Sie den Betreiber des Servers, ECDHE einzuschalten.',
  'tls-no-secure-renegotiation': () =>
    'Der TLS-Software des Servers oder eines Geräts davor fehlt RFC 5746; sie ist angreifbar. Bitten Sie den Betreiber, diese Software zu aktualisieren.',
  'tls-weak-signature': () =>
    'Der Server oder ein Gerät davor, das TLS untersucht, signiert mit SHA-1 oder MD5. Bitten Sie den Betreiber, Signaturen mit SHA-256 oder TLS 1.3 einzuschalten.',
  'tls-name-not-served': () =>
    'Der Server hat auf den TLS-Handshake mit „unrecognized name“ geantwortet. Prüfen Sie den Servernamen oder bitten Sie die IT, diesen Namen in die TLS-Konfiguration des Servers aufzunehmen.',
  'tls-client-certificate-required': () =>
    'In den Einstellungen lässt sich kein Client-Zertifikat hinterlegen. Fragen Sie die IT nach einem Server oder Port, an dem sich Mailprogramme mit einem Passwort anmelden.',
  'starttls-not-offered': ({ endpoint, isMasked }) =>
    isMasked === true
      ? `Eine Firewall überschreibt Antworten des Servers und verbirgt STARTTLS. So verhalten sich Cisco-Firewalls („inspect esmtp“) und der SMTP-Filter von Microsoft ISA und TMG: Bitten Sie die IT, dort TLS zuzulassen (Cisco: „allow-tls“), oder verwenden Sie den Port mit TLS von Anfang an (${implicitTlsPorts[endpoint]}).`
      : `Passwörter werden nie ohne TLS gesendet. Verwenden Sie den Port mit TLS von Anfang an (${implicitTlsPorts[endpoint]}) oder bitten Sie die IT, STARTTLS einzuschalten. Ist es auf dem Server eingeschaltet, verbirgt es vielleicht eine Firewall, die E-Mails untersucht (Cisco „inspect esmtp“, Fortinet, Sophos).`,
  'starttls-refused': ({ endpoint }) =>
    `Bitten Sie den Betreiber des Servers, dessen Zertifikatskonfiguration zu prüfen, oder verwenden Sie den Port mit TLS von Anfang an (${implicitTlsPorts[endpoint]}).`,
  'starttls-injection': () =>
    'Vielleicht verändert jemand zwischen uns und dem Server die Verbindung, oder der Server ist fehlerhaft. Geben Sie kein Passwort ein; bitten Sie die IT, der Sache nachzugehen.',
} satisfies Partial<FailureTexts>;

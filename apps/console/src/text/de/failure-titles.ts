import { offersUsedMechanism } from '@postern/core/failures/used-mechanisms';
import type { FailureTexts } from '../failure-texts';
import { formats } from './formats';
import { tlsModeInSentence } from './server-words';

const { plural } = formats;

/** What happened, in German, for every failure and warning. */
export const failureTitles: FailureTexts = {
  'tls-silent': ({ host, port }) =>
    `${host} nimmt Verbindungen auf Port ${port} an, antwortet aber nicht auf den TLS-Handshake`,
  'tls-failed': ({ host }) => `Der TLS-Handshake mit ${host} ist fehlgeschlagen`,
  'tls-too-old': ({ host }) => `${host} bietet nur veraltete Verschlüsselung an`,
  'tls-weak-key-exchange': ({ host }) => `${host} verwendet einen zu schwachen Schlüsselaustausch`,
  'tls-only-dhe': ({ host }) => `${host} bietet als Schlüsselaustausch nur klassisches Diffie-Hellman an`,
  'tls-no-secure-renegotiation': ({ host }) =>
    `${host} unterstützt keine sichere Neuaushandlung (Renegotiation)`,
  'tls-weak-signature': ({ host }) => `${host} signiert den TLS-Handshake mit einem veralteten Verfahren`,
  'tls-name-not-served': ({ host }) => `Der Server kennt den Namen ${host} nicht`,
  'tls-client-certificate-required': ({ host }) => `${host} verlangt ein Client-Zertifikat`,
  'starttls-not-offered': ({ host, port }) => `${host} bietet auf Port ${port} keine Verschlüsselung an`,
  'starttls-refused': ({ host }) => `${host} bietet STARTTLS an, beginnt es aber nicht`,
  'starttls-injection': ({ host }) =>
    `${host} sendet unverschlüsselte Daten, wo die Verschlüsselung beginnen muss`,
  'cert-self-signed': ({ host }) =>
    `Das Zertifikat von ${host} ist von keiner Zertifizierungsstelle signiert`,
  'cert-unknown-ca': ({ host }) =>
    `Das Zertifikat von ${host} stammt von einer Zertifizierungsstelle, der hier nicht vertraut wird`,
  'cert-chain-incomplete': ({ host }) => `${host} sendet seine Zertifikatskette nicht vollständig`,
  'cert-expired': ({ host }) => `Das Zertifikat von ${host} ist abgelaufen`,
  'cert-chain-expired': ({ host }) => `${host} sendet ein abgelaufenes Zwischenzertifikat`,
  'cert-wrong-purpose': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Das Zertifikat von ${host} ist nicht für Server bestimmt`
      : `${host} sendet eine Zertifikatskette mit einem Zertifikat, das keine anderen signieren darf`,
  'cert-not-yet-valid': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Das Zertifikat von ${host} ist noch nicht gültig`
      : `${host} sendet ein Zwischenzertifikat, das noch nicht gültig ist`,
  'cert-name-mismatch': ({ host }) => `Das Zertifikat gilt nicht für den Namen ${host}`,
  'cert-weak': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Das Zertifikat von ${host} ist zu schwach, um ihm zu vertrauen`
      : `${host} sendet eine Zertifikatskette, die zu schwach ist, um ihr zu vertrauen`,
  'cert-changed': ({ host }) => `${host} sendet ein anderes Zertifikat als das akzeptierte`,
  'auth-rejected': ({ host }) => `${host} akzeptiert diesen Benutzernamen und dieses Passwort nicht`,
  'auth-unclear': ({ host }) => `${host} lehnt die Anmeldung ab, ohne einen erkennbaren Grund zu nennen`,
  'auth-password-expired': ({ host }) => `Das Passwort dieses Postfachs auf ${host} ist abgelaufen`,
  'auth-web-login': ({ host }) => `${host} verlangt zuerst eine Anmeldung im Browser`,
  'auth-no-mailbox': ({ host }) => `${host} hat kein Postfach für diesen Benutzernamen`,
  'auth-username-format': ({ host }) => `${host} erwartet den Benutzernamen in einer anderen Form`,
  'auth-mechanism-unsupported': ({ host, mechanisms = [] }) =>
    mechanisms.length === 0
      ? `${host} bietet kein Anmeldeverfahren an, das Postern verwendet`
      : `${host} ${offersUsedMechanism(mechanisms) ? 'lehnt die Anmeldeverfahren ab, die er anbietet' : 'bietet nur Anmeldeverfahren an, die Postern nicht verwendet'} (${mechanisms.join(', ')})`,
  'auth-temporary': ({ host }) => `${host} kann zurzeit keine Anmeldungen prüfen`,
  'auth-not-offered': ({ host, port }) => `${host} bietet auf Port ${port} keine Anmeldung an`,
  'auth-not-tested': () => 'Die Anmeldung wurde nicht ausprobiert',
  'auth-oauth-only': ({ host }) => `${host} akzeptiert keine Passwörter, nur die Anmeldung beim Anbieter`,
  'auth-app-password': ({ host }) => `${host} verlangt ein App-Passwort`,
  'auth-disabled-by-admin': ({ host }) => `Die Anmeldung ist für dieses Postfach auf ${host} ausgeschaltet`,
  'oauth-token-rejected': ({ host, tokenFault }) =>
    tokenFault === 'expired'
      ? `Das Zugriffstoken für ${host} ist abgelaufen`
      : `${host} akzeptiert dieses Zugriffstoken nicht`,
  'oauth-not-offered': ({ host }) => `${host} akzeptiert keine Zugriffstoken`,
  'target-not-allowed': ({ host }) => `${host} ist keine öffentliche Adresse eines Mailservers`,
  'port-not-allowed': ({ port }) => `Port ${port} gehört nicht zu den Ports, die geprüft werden dürfen`,
  'dns-not-found': ({ host }) => `Den Namen ${host} gibt es nicht`,
  'dns-no-address': ({ host }) => `Der Name ${host} existiert, hat aber keine Adresse`,
  'dns-temporary': ({ host }) => `Die DNS-Abfrage für ${host} ist fehlgeschlagen`,
  'connect-refused': ({ host, port }) => `${host} lehnt Verbindungen auf Port ${port} ab`,
  'connect-timeout': ({ host, port }) => `${host} antwortet auf Port ${port} nicht`,
  'connect-unreachable': ({ host }) => `Es gibt keine Netzwerkroute zu ${host}`,
  'closed-before-greeting': ({ host, port }) =>
    `${host} hat die Verbindung auf Port ${port} vor der Begrüßung geschlossen`,
  'server-silent': ({ host, port }) =>
    `${host} nimmt Verbindungen auf Port ${port} an, sendet aber keine Begrüßung`,
  'wrong-security-mode': ({ port, tls }) => `Port ${port} verwendet kein ${tlsModeInSentence(tls)}`,
  'not-this-protocol': ({ protocol, host, port, answered }) =>
    answered === undefined
      ? `${host} antwortet auf Port ${port} nicht als ${protocol}-Server`
      : `${host} antwortet auf Port ${port} mit ${answered}, nicht als ${protocol}-Server`,
  'server-busy': ({ host }) => `${host} ist überlastet und nimmt die Verbindung nicht an`,
  'server-refused': ({ host }) => `${host} lehnt unsere Verbindung ab`,
  preauth: ({ host }) => `${host} behandelt unsere Verbindung als bereits angemeldet, ohne Passwort`,
  'protocol-error': ({ host, endpoint, protocol }) =>
    `${host} sendet Antworten, die kein gültiges ${endpoint === 'exchange' ? 'HTTP' : protocol} sind`,
  'limit-exceeded': ({ host }) =>
    `${host} sendet mehr oder aufwendigere Daten, als ein Mailserver senden sollte`,
  'deadline-exceeded': ({ host }) => `Die Prüfung von ${host} hat zu lange gedauert`,
  'exchange-wrong-path': ({ host }) =>
    `${host} antwortet, aber unter diesem Pfad nicht mit Exchange Web Services`,
  'exchange-preauth': ({ host }) => `Vor Exchange auf ${host} ist eine Anmeldeseite geschaltet`,
  'exchange-server-error': ({ host }) => `${host} antwortet mit einem internen Fehler`,
  'exchange-forbidden': ({ host }) => `${host} verbietet den Zugriff auf Exchange Web Services`,
  'exchange-redirect': ({ host }) => `${host} leitet an eine andere Adresse weiter`,
  'exchange-unsure': ({ host }) => `${host} verlangt eine Anmeldung, zeigt aber nicht, dass es Exchange ist`,
  'exchange-online-retired': () => 'Exchange Online bietet Exchange Web Services nicht mehr an',
  'cert-expires-soon': ({ host, daysLeft = 0 }) =>
    daysLeft < 1
      ? `Das Zertifikat von ${host} läuft in weniger als einem Tag ab`
      : plural(daysLeft, {
          one: `Das Zertifikat von ${host} läuft in # Tag ab`,
          other: `Das Zertifikat von ${host} läuft in # Tagen ab`,
        }),
  'server-slow': ({ host, seconds = 0 }) => `${host} hat ${seconds} Sekunden für die Antwort gebraucht`,
  unknown: ({ host }) => `Mit ${host} ist ein unerwarteter Fehler aufgetreten`,
};

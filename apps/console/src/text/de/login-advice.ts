import { offersUsedMechanism } from '@postern/core/failures/used-mechanisms';
import type { FailureWords } from '@postern/core/failures/failure-entry';
import type { FailureTexts } from '../failure-texts';

/** What to do, in German, after failures of the login. */
export const loginAdvice = {
  'auth-rejected': () =>
    'Prüfen Sie das Passwort. Prüfen Sie, ob der Benutzername die vollständige E-Mail-Adresse oder ein eigener Name ist. Manche Anbieter antworten ebenso, wenn IMAP oder SMTP für das Postfach ausgeschaltet ist oder ein App-Passwort nötig ist.',
  'auth-unclear': ({ protocol }) =>
    `Das Passwort kann richtig sein. Prüfen Sie, ob ${protocol} für das Postfach eingeschaltet ist, und bitten Sie dann den Betreiber des Servers, die Anmeldung in dessen Protokoll zu suchen.`,
  'auth-password-expired': () =>
    'Setzen Sie ein neues Passwort, meist auf der Website des Anbieters, und geben Sie es hier ein. Ist das Passwort aktuell, fragen Sie Ihren Mail-Administrator, ob IMAP und SMTP für das Postfach eingeschaltet sind.',
  'auth-web-login': () =>
    'Der Anbieter hat die Anmeldung als ungewöhnlich gesperrt. Melden Sie sich einmal auf der Website des Anbieters an, bestätigen Sie dort die Anmeldung und versuchen Sie es erneut.',
  'auth-no-mailbox': () =>
    'Passwort oder Token können richtig sein. Prüfen Sie den Benutzernamen und fragen Sie Ihren Mail-Administrator, ob zu dieser Anmeldung ein Postfach auf diesem Server gehört.',
  'auth-username-format': () =>
    'Geben Sie als Benutzernamen die vollständige E-Mail-Adresse ein oder die Form, die Ihr Mail-Administrator nennt (zum Beispiel DOMÄNE\\Name).',
  'auth-mechanism-unsupported': ({ endpoint, mechanisms = [] }) =>
    endpoint === 'exchange'
      ? `${isWindowsOnly(mechanisms) ? `Der Server bietet nur die Windows-Anmeldung an (${mechanisms.join(', ')}), deshalb wurde das Passwort nicht ausprobiert.` : 'Das Passwort wurde nicht ausprobiert.'} Die Einstellungen können richtig sein. Bitten Sie die IT, für EWS die Standardauthentifizierung (Basic) einzuschalten, oder verwenden Sie IMAP.`
      : offersUsedMechanism(mechanisms)
        ? 'Das Passwort wurde nicht geprüft. Hinter einem Proxy, der TLS beendet, hält der Server die Verbindung vielleicht für unverschlüsselt: Bitten Sie den Betreiber, die Anmeldung im Log des Servers nachzusehen.'
        : 'Das Passwort wurde nicht ausprobiert oder nicht geprüft. Postern verwendet PLAIN, LOGIN und CRAM-MD5: Bitten Sie den Betreiber des Servers, eines davon innerhalb von TLS einzuschalten.',
  'auth-temporary': () =>
    'Der Server meldet eine vorübergehende Störung, zu viele Verbindungen oder zu viele Anmeldungen. Es muss nichts geändert werden; versuchen Sie es in einigen Minuten erneut.',
  'auth-not-offered': ({ endpoint }) =>
    endpoint === 'smtp'
      ? 'Ist das ein Port für E-Mails zwischen Servern, etwa 25, verwenden Sie einen Port zum Einliefern: 465 oder 587. Andernfalls bitten Sie den Betreiber des Servers, die Authentifizierung (AUTH) einzuschalten.'
      : 'Fragen Sie den Betreiber des Servers, auf welchem Port sich Mailprogramme anmelden.',
  'auth-not-tested': () =>
    'Ist ein früherer Schritt fehlgeschlagen, beheben Sie zuerst diesen. Andernfalls konnte das Passwort nicht verwendet werden: Geben Sie es noch einmal ein und versuchen Sie es erneut.',
  'auth-oauth-only': () =>
    'Verbinden Sie dieses Postfach stattdessen über die Anmeldung des Anbieters (OAuth).',
  'auth-app-password': () =>
    'Erstellen Sie in den Sicherheitseinstellungen des Kontos ein App-Passwort und geben Sie es anstelle des üblichen Passworts ein.',
  'auth-disabled-by-admin': () =>
    'Bitten Sie Ihren Mail-Administrator, für dieses Postfach IMAP und SMTP mit Anmeldung zuzulassen.',
  'oauth-token-rejected': tokenAdvice,
  'oauth-not-offered': ({ endpoint, mechanisms = [] }) =>
    `${mechanisms.length === 0 ? 'Der Server bietet kein Anmeldeverfahren an' : `Der Server bietet ${mechanisms.join(', ')} an`}; das Token wurde nicht gesendet. Melden Sie sich mit einem Passwort an oder bitten Sie den Betreiber des Servers, ${endpoint === 'exchange' ? 'Bearer' : 'OAUTHBEARER oder XOAUTH2'} einzuschalten.`,
} satisfies Partial<FailureTexts>;

function tokenAdvice(words: FailureWords): string {
  return words.tokenFault === 'expired' ? faultAdvice(words) : faultAdvice(words) + ownWords(words);
}

/** What the token says of itself, which shows the fault that most servers do not name. */
function ownWords({ tokenAudiences = [], tokenScopes = [] }: FailureWords): string {
  const audience = tokenAudiences.length === 0 ? [] : [`die Audience ${tokenAudiences.join(', ')}`];
  const scopes = tokenScopes.length === 0 ? [] : [`die Scopes ${tokenScopes.join(', ')}`];
  const named = [...audience, ...scopes].join(' und ');
  return named === '' ? '' : ` Das Token selbst nennt ${named}.`;
}

function faultAdvice({ protocol, tokenFault, scopes = [] }: FailureWords): string {
  const named = scopes.length === 0 ? '' : `; der Server nennt ${scopes.join(', ')}`;
  if (tokenFault === 'expired')
    return 'Holen Sie beim Anbieter ein neues Token und versuchen Sie es erneut. Die meisten Token gelten eine Stunde, und Postern erneuert sie nicht.';
  if (tokenFault === 'audience')
    return 'Der Server sagt, dass das Token für einen anderen Dienst ausgestellt wurde (Audience). Holen Sie ein Token für diesen Mailserver.';
  if (tokenFault === 'scope')
    return `Der Server sagt, dass das Token ${protocol} nicht erlaubt (Scope${named}). Holen Sie ein Token mit den Scopes dieses Mailservers.`;
  return `Prüfen Sie, ob das Token für diesen Mailserver ausgestellt wurde (Audience), ob es ${protocol} erlaubt (Scope${named}), ob es abgelaufen oder widerrufen ist und ob es zu diesem Benutzernamen gehört.`;
}

function isWindowsOnly(mechanisms: readonly string[]): boolean {
  return mechanisms.length > 0 && mechanisms.every((name) => name === 'Negotiate' || name === 'NTLM');
}

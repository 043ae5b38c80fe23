import { offersUsedMechanism } from '@postern/core/failures/used-mechanisms';
import type { FailureWords } from '@postern/core/failures/failure-entry';
import type { FailureTexts } from '../failure-texts';

/** What to do, in French, after failures of the login. */
export const loginAdvice = {
  'auth-rejected': () =>
    'Vérifiez le mot de passe. Vérifiez si le nom d’utilisateur est l’adresse e-mail complète ou un nom à part. Certains fournisseurs répondent de même quand IMAP ou SMTP est désactivé pour la boîte aux lettres, ou quand ils exigent un mot de passe d’application.',
  'auth-unclear': ({ protocol }) =>
    `Le mot de passe est peut-être juste. Vérifiez que ${protocol} est activé pour la boîte aux lettres, puis demandez à la personne qui gère le serveur de chercher cette connexion dans son journal.`,
  'auth-password-expired': () =>
    'Définissez un nouveau mot de passe, en général sur le site du fournisseur, et saisissez-le ici. Si le mot de passe est à jour, demandez à votre administrateur de messagerie si IMAP et SMTP sont activés pour la boîte aux lettres.',
  'auth-web-login': () =>
    'Le fournisseur a bloqué la connexion, jugée inhabituelle. Connectez-vous une fois sur le site du fournisseur, confirmez-y la connexion, et réessayez.',
  'auth-no-mailbox': () =>
    'Le mot de passe ou le jeton est peut-être juste. Vérifiez le nom d’utilisateur, et demandez à votre administrateur de messagerie si ce compte a une boîte aux lettres sur ce serveur.',
  'auth-username-format': () =>
    'Saisissez comme nom d’utilisateur l’adresse e-mail complète, ou la forme indiquée par votre administrateur de messagerie (par exemple DOMAINE\\nom).',
  'auth-mechanism-unsupported': ({ endpoint, mechanisms = [] }) =>
    endpoint === 'exchange'
      ? `${isWindowsOnly(mechanisms) ? `Le serveur ne propose que l’authentification Windows (${mechanisms.join(', ')}) : le mot de passe n’a pas été essayé.` : 'Le mot de passe n’a pas été essayé.'} Les paramètres sont peut-être justes. Demandez au service informatique d’activer l’authentification de base (Basic) pour EWS, ou utilisez IMAP.`
      : offersUsedMechanism(mechanisms)
        ? 'Le mot de passe n’a pas été vérifié. Derrière un proxy qui termine TLS, le serveur prend peut-être la connexion pour non chiffrée : demandez à la personne qui gère le serveur de chercher la connexion dans son journal.'
        : 'Le mot de passe n’a pas été essayé ou pas vérifié. Postern utilise PLAIN, LOGIN et CRAM-MD5 : demandez à la personne qui gère le serveur d’activer l’une de ces méthodes sous TLS.',
  'auth-temporary': () =>
    'Le serveur signale un problème passager, trop de connexions ou trop d’authentifications. Il n’y a rien à modifier ; réessayez dans quelques minutes.',
  'auth-not-offered': ({ endpoint }) =>
    endpoint === 'smtp'
      ? 'Si c’est un port pour le courrier entre serveurs, comme 25, utilisez un port de soumission : 465 ou 587. Sinon, demandez à la personne qui gère le serveur d’activer l’authentification (AUTH).'
      : 'Demandez à la personne qui gère le serveur sur quel port les logiciels de messagerie se connectent.',
  'auth-not-tested': () =>
    'Si une étape précédente a échoué, corrigez-la d’abord. Sinon, le mot de passe n’a pas pu être utilisé : saisissez-le de nouveau et réessayez.',
  'auth-oauth-only': () =>
    'Connectez cette boîte aux lettres par l’authentification du fournisseur (OAuth) à la place.',
  'auth-app-password': () =>
    'Créez un mot de passe d’application dans les paramètres de sécurité du compte et saisissez-le à la place du mot de passe habituel.',
  'auth-disabled-by-admin': () =>
    'Demandez à votre administrateur de messagerie d’autoriser IMAP et SMTP authentifié pour cette boîte aux lettres.',
  'oauth-token-rejected': tokenAdvice,
  'oauth-not-offered': ({ endpoint, mechanisms = [] }) =>
    `${mechanisms.length === 0 ? 'Le serveur ne propose aucune méthode d’authentification' : `Le serveur propose ${mechanisms.join(', ')}`} ; le jeton n’a pas été envoyé. Connectez-vous avec un mot de passe, ou demandez à la personne qui gère le serveur d’activer ${endpoint === 'exchange' ? 'Bearer' : 'OAUTHBEARER ou XOAUTH2'}.`,
} satisfies Partial<FailureTexts>;

function tokenAdvice(words: FailureWords): string {
  return words.tokenFault === 'expired' ? faultAdvice(words) : faultAdvice(words) + ownWords(words);
}

/** What the token says of itself, which shows the fault that most servers do not name. */
function ownWords({ tokenAudiences = [], tokenScopes = [] }: FailureWords): string {
  const audience = tokenAudiences.length === 0 ? [] : [`l’audience ${tokenAudiences.join(', ')}`];
  const scopes = tokenScopes.length === 0 ? [] : [`les scopes ${tokenScopes.join(', ')}`];
  const named = [...audience, ...scopes].join(' et ');
  return named === '' ? '' : ` Le jeton lui-même indique ${named}.`;
}

function faultAdvice({ protocol, tokenFault, scopes = [] }: FailureWords): string {
  const named = scopes.length === 0 ? '' : ` ; le serveur nomme ${scopes.join(', ')}`;
  if (tokenFault === 'expired')
    return 'Obtenez un nouveau jeton auprès du fournisseur et réessayez. La plupart des jetons sont valables une heure, et Postern ne les renouvelle pas.';
  if (tokenFault === 'audience')
    return 'Le serveur indique que le jeton a été émis pour un autre service (audience). Obtenez un jeton pour ce serveur de messagerie.';
  if (tokenFault === 'scope')
    return `Le serveur indique que le jeton n’autorise pas ${protocol} (scope${named}). Obtenez un jeton avec les scopes de ce serveur de messagerie.`;
  return `Vérifiez que le jeton a été émis pour ce serveur de messagerie (audience), qu’il autorise ${protocol} (scope${named}), qu’il n’est ni expiré ni révoqué, et qu’il appartient à ce nom d’utilisateur.`;
}

function isWindowsOnly(mechanisms: readonly string[]): boolean {
  return mechanisms.length > 0 && mechanisms.every((name) => name === 'Negotiate' || name === 'NTLM');
}

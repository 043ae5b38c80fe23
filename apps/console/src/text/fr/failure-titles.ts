import { offersUsedMechanism } from '@postern/core/failures/used-mechanisms';
import type { FailureTexts } from '../failure-texts';
import { formats } from './formats';
import { tlsModeInSentence } from './server-words';

const { plural } = formats;

/** What happened, in French, for every failure and warning. */
export const failureTitles: FailureTexts = {
  'tls-silent': ({ host, port }) =>
    `${host} accepte les connexions sur le port ${port}, mais ne répond pas à la négociation TLS`,
  'tls-failed': ({ host }) => `La négociation TLS avec ${host} a échoué`,
  'tls-too-old': ({ host }) => `${host} ne propose qu’un chiffrement obsolète`,
  'tls-weak-key-exchange': ({ host }) => `${host} utilise un échange de clés trop faible`,
  'tls-only-dhe': ({ host }) => `${host} ne propose comme échange de clés que Diffie-Hellman classique`,
  'tls-no-secure-renegotiation': ({ host }) => `${host} ne prend pas en charge la renégociation sécurisée`,
  'tls-weak-signature': ({ host }) => `${host} signe la négociation TLS avec un algorithme obsolète`,
  'tls-name-not-served': ({ host }) => `Le serveur ne reconnaît pas le nom ${host}`,
  'tls-client-certificate-required': ({ host }) => `${host} exige un certificat client`,
  'starttls-not-offered': ({ host, port }) => `${host} ne propose pas de chiffrement sur le port ${port}`,
  'starttls-refused': ({ host }) => `${host} propose STARTTLS, mais refuse de le démarrer`,
  'starttls-injection': ({ host }) =>
    `${host} envoie des données non chiffrées là où le chiffrement doit commencer`,
  'cert-self-signed': ({ host }) =>
    `Le certificat de ${host} n’est signé par aucune autorité de certification`,
  'cert-unknown-ca': ({ host }) =>
    `Le certificat de ${host} provient d’une autorité de certification qui n’est pas approuvée ici`,
  'cert-chain-incomplete': ({ host }) => `${host} n’envoie pas sa chaîne de certificats complète`,
  'cert-expired': ({ host }) => `Le certificat de ${host} a expiré`,
  'cert-chain-expired': ({ host }) => `${host} envoie un certificat intermédiaire qui a expiré`,
  'cert-wrong-purpose': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Le certificat de ${host} n’est pas destiné aux serveurs`
      : `${host} envoie une chaîne avec un certificat qui ne doit pas en signer d’autres`,
  'cert-not-yet-valid': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Le certificat de ${host} n’est pas encore valide`
      : `${host} envoie un certificat intermédiaire qui n’est pas encore valide`,
  'cert-name-mismatch': ({ host }) => `Le certificat n’est pas valable pour le nom ${host}`,
  'cert-weak': ({ host, chainMember }) =>
    chainMember === undefined
      ? `Le certificat de ${host} est trop faible pour être approuvé`
      : `${host} envoie une chaîne de certificats trop faible pour être approuvée`,
  'cert-changed': ({ host }) => `${host} envoie un autre certificat que celui qui a été accepté`,
  'auth-rejected': ({ host }) => `${host} n’accepte pas ce nom d’utilisateur et ce mot de passe`,
  'auth-unclear': ({ host }) => `${host} refuse la connexion sans motif que nous reconnaissions`,
  'auth-password-expired': ({ host }) => `Le mot de passe de cette boîte aux lettres sur ${host} a expiré`,
  'auth-web-login': ({ host }) => `${host} exige d’abord une connexion dans un navigateur`,
  'auth-no-mailbox': ({ host }) => `${host} n’a pas de boîte aux lettres pour ce nom d’utilisateur`,
  'auth-username-format': ({ host }) => `${host} attend une autre forme du nom d’utilisateur`,
  'auth-mechanism-unsupported': ({ host, mechanisms = [] }) =>
    mechanisms.length === 0
      ? `${host} ne propose aucune méthode d’authentification que Postern utilise`
      : `${host} ${offersUsedMechanism(mechanisms) ? 'refuse les méthodes d’authentification qu’il propose' : 'ne propose que des méthodes d’authentification que Postern n’utilise pas'} (${mechanisms.join(', ')})`,
  'auth-temporary': ({ host }) => `${host} ne peut pas vérifier les connexions pour le moment`,
  'auth-not-offered': ({ host, port }) => `${host} ne propose pas d’authentification sur le port ${port}`,
  'auth-not-tested': () => 'L’authentification n’a pas été essayée',
  'auth-oauth-only': ({ host }) =>
    `${host} n’accepte pas de mot de passe, seulement l’authentification du fournisseur`,
  'auth-app-password': ({ host }) => `${host} exige un mot de passe d’application`,
  'auth-disabled-by-admin': ({ host }) =>
    `La connexion est désactivée pour cette boîte aux lettres sur ${host}`,
  'oauth-token-rejected': ({ host, tokenFault }) =>
    tokenFault === 'expired'
      ? `Le jeton d’accès pour ${host} a expiré`
      : `${host} n’accepte pas ce jeton d’accès`,
  'oauth-not-offered': ({ host }) => `${host} n’accepte pas les jetons d’accès`,
  'target-not-allowed': ({ host }) => `${host} n’est pas une adresse publique de serveur de messagerie`,
  'port-not-allowed': ({ port }) => `Le port ${port} ne fait pas partie des ports qui peuvent être vérifiés`,
  'dns-not-found': ({ host }) => `Le nom ${host} n’existe pas`,
  'dns-no-address': ({ host }) => `Le nom ${host} existe, mais n’a pas d’adresse`,
  'dns-temporary': ({ host }) => `La requête DNS pour ${host} a échoué`,
  'connect-refused': ({ host, port }) => `${host} refuse les connexions sur le port ${port}`,
  'connect-timeout': ({ host, port }) => `${host} ne répond pas sur le port ${port}`,
  'connect-unreachable': ({ host }) => `Il n’y a pas de route réseau vers ${host}`,
  'closed-before-greeting': ({ host, port }) =>
    `${host} a fermé la connexion sur le port ${port} avant de se présenter`,
  'server-silent': ({ host, port }) =>
    `${host} accepte les connexions sur le port ${port}, mais ne se présente pas`,
  'wrong-security-mode': ({ port, tls }) => `Le port ${port} n’utilise pas ${tlsModeInSentence(tls)}`,
  'not-this-protocol': ({ protocol, host, port, answered }) =>
    answered === undefined
      ? `${host} ne répond pas comme un serveur ${protocol} sur le port ${port}`
      : `${host} répond en ${answered} sur le port ${port}, pas comme un serveur ${protocol}`,
  'server-busy': ({ host }) => `${host} est trop occupé pour accepter la connexion`,
  'server-refused': ({ host }) => `${host} refuse notre connexion`,
  preauth: ({ host }) => `${host} considère notre connexion comme déjà authentifiée, sans mot de passe`,
  'protocol-error': ({ host, endpoint, protocol }) =>
    `${host} envoie des réponses qui ne respectent pas ${endpoint === 'exchange' ? 'HTTP' : protocol}`,
  'limit-exceeded': ({ host }) =>
    `${host} envoie plus de données, ou des données plus coûteuses à traiter, qu’un serveur de messagerie ne devrait`,
  'deadline-exceeded': ({ host }) => `La vérification de ${host} a pris trop de temps`,
  'exchange-wrong-path': ({ host }) => `${host} répond, mais pas avec Exchange Web Services à ce chemin`,
  'exchange-preauth': ({ host }) => `Une page de connexion est placée devant Exchange sur ${host}`,
  'exchange-server-error': ({ host }) => `${host} répond par une erreur interne`,
  'exchange-forbidden': ({ host }) => `${host} interdit l’accès à Exchange Web Services`,
  'exchange-redirect': ({ host }) => `${host} redirige vers une autre adresse`,
  'exchange-unsure': ({ host }) =>
    `${host} exige une authentification, mais ne montre pas qu’il s’agit d’Exchange`,
  'exchange-online-retired': () => 'Exchange Online ne propose plus Exchange Web Services',
  'cert-expires-soon': ({ host, daysLeft = 0 }) =>
    daysLeft < 1
      ? `Le certificat de ${host} expire dans moins d’un jour`
      : plural(daysLeft, {
          one: `Le certificat de ${host} expire dans # jour`,
          other: `Le certificat de ${host} expire dans # jours`,
        }),
  'server-slow': ({ host, seconds = 0 }) => `${host} a mis ${seconds} secondes à répondre`,
  unknown: ({ host }) => `Une erreur inattendue s’est produite avec ${host}`,
};

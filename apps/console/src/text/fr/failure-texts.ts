import type { FailureTexts } from '../failure-texts';
import { certificateTexts } from './certificate-texts';
import { formats } from './formats';
import { loginTexts } from './login-texts';
import { tlsModeInSentence, usualPorts } from './server-words';
import { tlsTexts } from './tls-texts';

const { plural } = formats;

/** The texts of failures and warnings in French. */
export const failureTexts: FailureTexts = {
  'target-not-allowed': {
    title: ({ host }) => `${host} n’est pas une adresse publique de serveur de messagerie`,
    advice: () =>
      'Saisissez le nom sous lequel le serveur est joignable depuis Internet. Les serveurs de réseaux privés ne sont vérifiés que si l’opérateur de cette installation autorise leur réseau.',
  },
  'port-not-allowed': {
    title: ({ port }) => `Le port ${port} ne fait pas partie des ports qui peuvent être vérifiés`,
    advice: ({ endpoint }) =>
      `Utilisez ${usualPorts[endpoint]}. Si votre serveur écoute vraiment sur un autre port, demandez à l’opérateur de cette installation de l’autoriser.`,
  },
  'dns-not-found': {
    title: ({ host }) => `Le nom ${host} n’existe pas`,
    advice: () =>
      'Vérifiez l’orthographe du nom du serveur. Un nouveau nom peut mettre un certain temps à apparaître dans le DNS.',
  },
  'dns-no-address': {
    title: ({ host }) => `Le nom ${host} existe, mais n’a pas d’adresse`,
    advice: () =>
      'Demandez à la personne qui gère votre DNS d’ajouter un enregistrement A ou AAAA, ou saisissez le nom que votre logiciel de messagerie utilise.',
  },
  'dns-temporary': {
    title: ({ host }) => `La requête DNS pour ${host} a échoué`,
    advice: () =>
      'Les serveurs de noms de ce domaine n’ont pas répondu à temps. C’est souvent passager ; réessayez dans quelques minutes.',
  },
  'connect-refused': {
    title: ({ host, port }) => `${host} refuse les connexions sur le port ${port}`,
    advice: ({ endpoint, protocol }) =>
      `La machine est joignable, mais aucun serveur ${protocol} n’accepte de connexions sur ce port. Vérifiez le port : les ports habituels sont ${usualPorts[endpoint]}.`,
  },
  'connect-timeout': {
    title: ({ host, port }) => `${host} ne répond pas sur le port ${port}`,
    advice: () =>
      'Un pare-feu bloque probablement notre connexion. Demandez au service informatique d’autoriser nos adresses sortantes (voir la liste d’autorisation IP), et vérifiez le port.',
  },
  'connect-unreachable': {
    title: ({ host }) => `Il n’y a pas de route réseau vers ${host}`,
    advice: () =>
      'L’adresse de ce nom est injoignable. Vérifiez le nom du serveur, et demandez au service informatique si le serveur est en ligne.',
  },
  'closed-before-greeting': {
    title: ({ host, port }) => `${host} a fermé la connexion sur le port ${port} avant de se présenter`,
    advice: () =>
      'Un pare-feu ou le serveur lui-même rejette les connexions depuis nos adresses. Demandez au service informatique d’autoriser nos adresses sortantes (voir la liste d’autorisation IP), et vérifiez le port.',
  },
  'server-silent': {
    title: ({ host, port }) => `${host} accepte les connexions sur le port ${port}, mais ne se présente pas`,
    advice: ({ tls }) =>
      `Le serveur est resté muet pendant 20 secondes. Vérifiez le port et le mode TLS (actuellement ${tlsModeInSentence(tls)}). Si les deux sont justes, le serveur fait peut-être attendre les adresses inconnues : demandez au service informatique d’en dispenser nos adresses sortantes (voir la liste d’autorisation IP).`,
  },
  'wrong-security-mode': {
    title: ({ port, tls }) => `Le port ${port} n’utilise pas ${tlsModeInSentence(tls)}`,
    advice: ({ suggestion }) =>
      `Choisissez le mode TLS ${tlsModeInSentence(suggestion)} : avec ce mode, le serveur répond sur ce port.`,
  },
  'not-this-protocol': {
    title: ({ protocol, host, port, answered }) =>
      answered === undefined
        ? `${host} ne répond pas comme un serveur ${protocol} sur le port ${port}`
        : `${host} répond en ${answered} sur le port ${port}, pas comme un serveur ${protocol}`,
    advice: ({ endpoint }) =>
      `Vérifiez que le nom et le port du serveur vont ensemble : les ports habituels sont ${usualPorts[endpoint]}.`,
  },
  'server-busy': {
    title: ({ host }) => `${host} est trop occupé pour accepter la connexion`,
    advice: () =>
      'Le serveur demande de réessayer plus tard. Il n’y a rien à modifier ; réessayez dans quelques minutes.',
  },
  'server-refused': {
    title: ({ host }) => `${host} refuse notre connexion`,
    advice: () =>
      'Le serveur a répondu par un refus. Demandez au service informatique si le serveur bloque nos adresses sortantes (voir la liste d’autorisation IP) ou le nom avec lequel nous nous annonçons (EHLO), et vérifiez le nom du serveur.',
  },
  preauth: {
    title: ({ host }) => `${host} considère notre connexion comme déjà authentifiée, sans mot de passe`,
    advice: () =>
      'Le serveur répond PREAUTH : aucun mot de passe ne peut être vérifié. Demandez à la personne qui gère le serveur d’exiger une authentification depuis nos adresses sortantes (voir la liste d’autorisation IP).',
  },
  'protocol-error': {
    title: ({ host, endpoint, protocol }) =>
      `${host} envoie des réponses qui ne respectent pas ${endpoint === 'exchange' ? 'HTTP' : protocol}`,
    advice: () =>
      'Le serveur, ou un proxy ou un antivirus placé devant lui, ne respecte pas le protocole. Demandez à la personne qui gère le serveur de consulter son journal.',
  },
  'limit-exceeded': {
    title: ({ host }) =>
      `${host} envoie plus de données, ou des données plus coûteuses à traiter, qu’un serveur de messagerie ne devrait`,
    advice: ({ protocol }) =>
      `La connexion a été fermée. Vérifiez que le nom et le port sont bien ceux d’un serveur ${protocol}.`,
  },
  'deadline-exceeded': {
    title: ({ host }) => `La vérification de ${host} a pris trop de temps`,
    advice: () =>
      'Le serveur répond trop lentement. Demandez à la personne qui le gère s’il est surchargé ; réessayez plus tard.',
  },
  ...tlsTexts,
  ...certificateTexts,
  ...loginTexts,
  'exchange-wrong-path': {
    title: ({ host }) => `${host} répond, mais pas avec Exchange Web Services à ce chemin`,
    advice: ({ suggestion }) =>
      suggestion
        ? `Saisissez l’URL d’Exchange Web Services : ${suggestion}.`
        : 'Saisissez l’URL d’Exchange Web Services ; son chemin est en général /EWS/Exchange.asmx.',
  },
  'exchange-preauth': {
    title: ({ host }) => `Une page de connexion est placée devant Exchange sur ${host}`,
    advice: () =>
      'Un proxy exige une connexion web avant Exchange Web Services. Demandez au service informatique de publier /EWS sans cette connexion.',
  },
  'exchange-server-error': {
    title: ({ host }) => `${host} répond par une erreur interne`,
    advice: () =>
      'Exchange, ou un proxy qui ne parvient pas à le joindre, n’a pas pu répondre. Si cela persiste, demandez au service informatique de vérifier le pool d’applications d’Exchange, ainsi que la cible et le nom de certificat du proxy.',
  },
  'exchange-forbidden': {
    title: ({ host }) => `${host} interdit l’accès à Exchange Web Services`,
    advice: () =>
      'Demandez au service informatique si Exchange Web Services est activé pour les clients extérieurs à votre réseau, si la règle d’un proxy placé devant inclut ce chemin et transmet l’authentification, et si nos adresses sont autorisées (voir la liste d’autorisation IP).',
  },
  'exchange-redirect': {
    title: ({ host }) => `${host} redirige vers une autre adresse`,
    advice: ({ suggestion }) =>
      suggestion
        ? `Postern ne suit pas de redirection avec un mot de passe. Saisissez l’adresse finale : ${suggestion}.`
        : 'Postern ne suit pas de redirection avec un mot de passe, et celle-ci ne mène pas à Exchange Web Services. Demandez l’URL d’Exchange Web Services au service informatique ; son chemin est en général /EWS/Exchange.asmx.',
  },
  'exchange-unsure': {
    title: ({ host }) => `${host} exige une authentification, mais ne montre pas qu’il s’agit d’Exchange`,
    advice: () =>
      'Vérifiez le nom du serveur. Si un proxy retire les en-têtes d’Exchange, seule la connexion d’une boîte aux lettres peut montrer que les paramètres fonctionnent.',
  },
  'exchange-online-retired': {
    title: () => 'Exchange Online ne propose plus Exchange Web Services',
    advice: () =>
      'Depuis le 1er octobre 2026, Microsoft bloque EWS dans Exchange Online, sauf si le locataire autorise l’application, et l’arrête le 1er avril 2027. Connectez ces boîtes aux lettres par l’authentification de Microsoft. Vos propres serveurs Exchange ne sont pas concernés.',
  },
  'cert-expires-soon': {
    title: ({ host, daysLeft = 0 }) =>
      plural(daysLeft, {
        one: `Le certificat de ${host} expire dans # jour`,
        other: `Le certificat de ${host} expire dans # jours`,
      }),
    advice: () => 'Demandez à la personne qui gère le serveur de renouveler le certificat d’ici là.',
  },
  'server-slow': {
    title: ({ host, seconds = 0 }) => `${host} a mis ${seconds} secondes à répondre`,
    advice: () =>
      'Beaucoup de logiciels de messagerie abandonnent au bout de 10 ou 30 secondes. Demandez à la personne qui gère le serveur s’il attend des requêtes DNS inverses ou ident, ou s’il retarde volontairement les connexions depuis nos adresses.',
  },
  unknown: {
    title: ({ host }) => `Une erreur inattendue s’est produite avec ${host}`,
    advice: () =>
      'Postern ne reconnaît pas cette erreur. Transmettez l’identifiant d’assistance à la personne qui gère cette installation.',
  },
};

import type { FailureTexts } from '../failure-texts';
import { isAtWebPort } from '@postern/core/failures/failure-entry';
import { certificateAdvice } from './certificate-advice';
import { loginAdvice } from './login-advice';
import { tlsModeInSentence, usualPorts } from './server-words';
import { tlsAdvice } from './tls-advice';

/** What to do, in French, after every failure and warning. */
export const failureAdvice: FailureTexts = {
  'target-not-allowed': () =>
    'Saisissez le nom sous lequel le serveur est joignable depuis Internet. Les serveurs de réseaux privés ne sont vérifiés que si l’opérateur de cette installation autorise leur réseau.',
  'port-not-allowed': ({ endpoint }) =>
    `Utilisez ${usualPorts[endpoint]}. Si votre serveur écoute vraiment sur un autre port, demandez à l’opérateur de cette installation de l’autoriser.`,
  'dns-not-found': () =>
    'Vérifiez l’orthographe du nom du serveur. Un nouveau nom peut mettre un certain temps à apparaître dans le DNS.',
  'dns-no-address': () =>
    'Demandez à la personne qui gère votre DNS d’ajouter un enregistrement A ou AAAA, ou saisissez le nom que votre logiciel de messagerie utilise.',
  'dns-temporary': () =>
    'Les serveurs de noms de ce domaine n’ont pas répondu à temps. C’est souvent passager ; réessayez dans quelques minutes.',
  'connect-refused': ({ endpoint, protocol }) =>
    `La machine est joignable, mais aucun serveur ${protocol} n’accepte de connexions sur ce port. Vérifiez le port : les ports habituels sont ${usualPorts[endpoint]}.`,
  'connect-timeout': () =>
    'Un pare-feu bloque probablement notre connexion. Demandez au service informatique d’autoriser nos adresses sortantes (voir la liste d’autorisation IP), et vérifiez le port.',
  'connect-unreachable': () =>
    'L’adresse de ce nom est injoignable. Vérifiez le nom du serveur, et demandez au service informatique si le serveur est en ligne.',
  'closed-before-greeting': () =>
    'Un pare-feu ou le serveur lui-même rejette les connexions depuis nos adresses. Demandez au service informatique d’autoriser nos adresses sortantes (voir la liste d’autorisation IP), et vérifiez le port.',
  'server-silent': (words) =>
    isAtWebPort(words)
      ? `Le port ${words.port} est en général celui d’un serveur web, qui ne se présente pas. Saisissez le port du serveur ${words.protocol} : les ports habituels sont ${usualPorts[words.endpoint]}.`
      : `Le serveur est resté muet pendant 20 secondes. Vérifiez le port et le mode TLS (actuellement ${tlsModeInSentence(words.tls)}). Si les deux sont justes, le serveur fait peut-être attendre les adresses inconnues : demandez au service informatique d’en dispenser nos adresses sortantes (voir la liste d’autorisation IP).`,
  'wrong-security-mode': ({ suggestion }) =>
    `Choisissez le mode TLS ${tlsModeInSentence(suggestion)} : avec ce mode, le serveur répond sur ce port.`,
  'not-this-protocol': ({ endpoint, answered, protocol }) =>
    answered === 'LMTP'
      ? `LMTP (RFC 2033) distribue les messages à l’intérieur d’un système de messagerie ; personne ne s’y connecte. Saisissez le port du serveur ${protocol} : les ports habituels sont ${usualPorts[endpoint]}.`
      : `Vérifiez que le nom et le port du serveur vont ensemble : les ports habituels sont ${usualPorts[endpoint]}.`,
  'server-busy': () =>
    'Le serveur demande de réessayer plus tard. Il n’y a rien à modifier ; réessayez dans quelques minutes.',
  'server-refused': () =>
    'Le serveur a répondu par un refus. Demandez au service informatique si le serveur bloque nos adresses sortantes (voir la liste d’autorisation IP) ou le nom avec lequel nous nous annonçons (EHLO), et vérifiez le nom du serveur.',
  preauth: () =>
    'Le serveur répond PREAUTH : aucun mot de passe ne peut être vérifié. Demandez à la personne qui gère le serveur d’exiger une authentification depuis nos adresses sortantes (voir la liste d’autorisation IP).',
  'protocol-error': () =>
    'Le serveur, ou un proxy ou un antivirus placé devant lui, ne respecte pas le protocole. Demandez à la personne qui gère le serveur de consulter son journal.',
  'limit-exceeded': ({ protocol }) =>
    `La connexion a été fermée. Vérifiez que le nom et le port sont bien ceux d’un serveur ${protocol}.`,
  'deadline-exceeded': () =>
    'Le serveur répond trop lentement. Demandez à la personne qui le gère s’il est surchargé ; réessayez plus tard.',
  ...tlsAdvice,
  ...certificateAdvice,
  ...loginAdvice,
  'exchange-wrong-path': ({ suggestion }) =>
    suggestion
      ? `Saisissez l’URL d’Exchange Web Services : ${suggestion}.`
      : 'Saisissez l’URL d’Exchange Web Services ; son chemin est en général /EWS/Exchange.asmx.',
  'exchange-preauth': () =>
    'Un proxy exige une connexion web avant Exchange Web Services. Demandez au service informatique de publier /EWS sans cette connexion.',
  'exchange-server-error': () =>
    'Exchange, ou un proxy qui ne parvient pas à le joindre, n’a pas pu répondre. Si cela persiste, demandez au service informatique de vérifier le pool d’applications d’Exchange, ainsi que la cible et le nom de certificat du proxy.',
  'exchange-forbidden': () =>
    'Demandez au service informatique si Exchange Web Services est activé pour les clients extérieurs à votre réseau, si la règle d’un proxy placé devant inclut ce chemin et transmet l’authentification, et si nos adresses sont autorisées (voir la liste d’autorisation IP).',
  'exchange-redirect': ({ suggestion }) =>
    suggestion
      ? `Postern ne suit pas de redirection avec un mot de passe. Saisissez l’adresse finale : ${suggestion}.`
      : 'Postern ne suit pas de redirection avec un mot de passe, et celle-ci ne mène pas à Exchange Web Services. Demandez l’URL d’Exchange Web Services au service informatique ; son chemin est en général /EWS/Exchange.asmx.',
  'exchange-unsure': () =>
    'Vérifiez le nom du serveur. Si un proxy retire les en-têtes d’Exchange, seule la connexion d’une boîte aux lettres peut montrer que les paramètres fonctionnent.',
  'exchange-online-retired': () =>
    'Depuis le 1er octobre 2026, Microsoft bloque EWS dans Exchange Online, sauf si le locataire autorise l’application, et l’arrête le 1er avril 2027. Connectez ces boîtes aux lettres par l’authentification de Microsoft. Vos propres serveurs Exchange ne sont pas concernés.',
  'cert-expires-soon': () =>
    'Demandez à la personne qui gère le serveur de renouveler le certificat d’ici là.',
  'server-slow': () =>
    'Beaucoup de logiciels de messagerie abandonnent au bout de 10 ou 30 secondes. Demandez à la personne qui gère le serveur s’il attend des requêtes DNS inverses ou ident, ou s’il retarde volontairement les connexions depuis nos adresses.',
  unknown: () =>
    'Postern ne reconnaît pas cette erreur. Transmettez l’identifiant d’assistance à la personne qui gère cette installation.',
};

import { implicitTlsPorts } from '@postern/core/failures/failure-entry';
import type { FailureTexts } from '../failure-texts';
import { tlsModeInSentence } from './server-words';

/** What to do, in French, after failures of the TLS handshake and of STARTTLS. */
export const tlsAdvice = {
  'tls-silent': ({ tls }) => `Vérifiez le port et le mode TLS (actuellement ${tlsModeInSentence(tls)}).`,
  'tls-failed': () =>
    'Demandez à la personne qui gère le serveur de vérifier sa configuration TLS et ses fichiers de certificat.',
  'tls-too-old': () =>
    'Le serveur doit prendre en charge TLS 1.2 ou une version plus récente. Demandez à la personne qui le gère de le mettre à jour ou de le reconfigurer.',
  'tls-weak-key-exchange': () =>
    'Les paramètres Diffie-Hellman du serveur ont moins de 2048 bits. Demandez à la personne qui le gère d’activer ECDHE ou de créer de nouveaux paramètres (openssl dhparam 2048).',
  'tls-only-dhe': () =>
    'Beaucoup de logiciels de messagerie ne prennent plus en charge cet échange de clés (TLS_DHE), et avec des paramètres de plus de 4096 bits il demande trop de calcul. Demandez à la personne qui gère le serveur d’activer ECDHE.',
  'tls-no-secure-renegotiation': () =>
    'Le logiciel TLS du serveur, ou d’un équipement placé devant lui, ne connaît pas la RFC 5746 et peut être attaqué. Demandez à la personne qui le gère de mettre ce logiciel à jour.',
  'tls-weak-signature': () =>
    'Le serveur, ou un équipement placé devant lui qui inspecte TLS, signe avec SHA-1 ou MD5. Demandez à la personne qui le gère d’activer les signatures SHA-256 ou TLS 1.3.',
  'tls-name-not-served': () =>
    'Le serveur a répondu « unrecognized name » à la négociation TLS. Vérifiez le nom du serveur, ou demandez au service informatique d’ajouter ce nom à la configuration TLS du serveur.',
  'tls-client-certificate-required': () =>
    'Les paramètres de messagerie ne peuvent pas contenir de certificat client. Demandez au service informatique un serveur ou un port où les logiciels de messagerie se connectent avec un mot de passe.',
  'starttls-not-offered': ({ endpoint, isMasked }) =>
    isMasked === true
      ? `Un pare-feu réécrit les réponses du serveur et masque STARTTLS. C’est ainsi que se comportent les pare-feu Cisco (« inspect esmtp ») et le filtre SMTP de Microsoft ISA et TMG : demandez au service informatique d’y autoriser TLS (Cisco : « allow-tls »), ou utilisez le port avec TLS dès le début (${implicitTlsPorts[endpoint]}).`
      : `Les mots de passe ne sont jamais envoyés sans TLS. Utilisez le port avec TLS dès le début (${implicitTlsPorts[endpoint]}), ou demandez au service informatique d’activer STARTTLS. S’il est activé sur le serveur, un pare-feu qui inspecte le courrier (Cisco « inspect esmtp », Fortinet, Sophos) le masque peut-être.`,
  'starttls-refused': ({ endpoint }) =>
    `Demandez à la personne qui gère le serveur de vérifier sa configuration de certificat, ou utilisez le port avec TLS dès le début (${implicitTlsPorts[endpoint]}).`,
  'starttls-injection': () =>
    'Quelqu’un entre nous et le serveur modifie peut-être la connexion, ou le serveur est défectueux. Ne saisissez pas de mot de passe ; demandez au service informatique d’enquêter.',
} satisfies Partial<FailureTexts>;

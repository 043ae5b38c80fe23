import { formats } from './formats';
import type { FieldPath } from '../../form/field-path';

const { number, plural } = formats;

/** The buttons that lead from a failure to the field of the form that repairs it. */
const goTo: Readonly<Record<FieldPath, string>> = {
  domain: 'Aller au nom de domaine',
  'imap.host': 'Aller au nom du serveur IMAP',
  'imap.port': 'Aller au port IMAP',
  'imap.tls': 'Aller au mode TLS d’IMAP',
  'smtp.host': 'Aller au nom du serveur SMTP',
  'smtp.port': 'Aller au port SMTP',
  'smtp.tls': 'Aller au mode TLS de SMTP',
  'exchange.url': 'Aller à l’URL Exchange',
  allowNonSecureCertificate: 'Aller à « Autoriser un certificat non sécurisé »',
  confirmPublicSuffix: 'Aller à « Ce domaine a des boîtes aux lettres »',
};

/** What a step found out; a fact that is not here has its name from the API. */
const factNames = {
  address: 'Adresse',
  addresses: 'Adresses',
  answered: 'A répondu',
  authMechanisms: 'Méthodes de connexion',
  build: 'Build',
  capabilities: 'Capacités',
  cipher: 'Chiffrement',
  isExchange: 'Exchange',
  notProved: 'Non vérifié',
  mechanism: 'Méthode',
  replyCode: 'Réponse',
  schemes: 'Méthodes de connexion',
  status: 'Statut',
  tlsVersion: 'Version',
  tokenStatus: 'Jeton',
};

/** Texts about verifications and certificates. */
export const verificationWords = {
  stages: {
    resolve: 'Résoudre l’adresse',
    connect: 'Se connecter',
    tls: 'Chiffrer (TLS)',
    greeting: 'Message d’accueil',
    capability: 'Capacités',
    starttls: 'Passer en TLS (STARTTLS)',
    request: 'Interroger Exchange',
    authenticate: 'S’authentifier',
  },
  stepStates: { passed: 'réussi', failed: 'échec', skipped: 'non atteint' },
  triggers: {
    save: 'Après l’enregistrement',
    manual: 'À la demande',
    schedule: 'Selon le calendrier',
    connection: 'Connexion d’un utilisateur',
    try: 'Test sans enregistrement',
  },
  verification: {
    heading: 'Vérification',
    testHeading: 'Résultat du test',
    announce: (state: string) => `Vérification : ${state}`,
    swapTitle: 'Les deux serveurs semblent inversés',
    swapDetail:
      'Le serveur entrant a répondu comme un serveur sortant, et le serveur sortant comme un serveur entrant.',
    swap: 'Intervertir les serveurs',
    again: 'Vérifier à nouveau',
    first: 'Vérifier maintenant',
    lastChecked: 'Dernière vérification',
    nextCheck: 'Prochaine vérification régulière',
    none: 'Ces serveurs n’ont pas encore été vérifiés.',
    waiting: 'En attente de démarrage…',
    inProgress: 'En cours…',
    allWell: 'Toutes les étapes ont réussi : les utilisateurs peuvent se connecter avec ces serveurs.',
    mailboxWell: 'Toutes les étapes ont réussi : votre boîte aux lettres peut être connectée.',
    steps: 'Étapes',
    serverAnswered: 'Réponse du serveur :',
    supportId: 'Identifiant pour l’assistance :',
    connectedFrom: 'Notre adresse était',
    sourceListed: 'sur votre liste d’autorisation',
    sourceNotListed: 'absente de votre liste d’autorisation',
    sourceUnknown: 'Cette installation ne sait pas depuis laquelle de nos adresses elle s’est connectée.',
    toAuthorities: 'Ajouter l’autorité de certification',
    toAllowlist: 'Afficher la liste d’autorisation pour votre service informatique',
    seeBelow: 'Afficher le résultat',
    facts: factNames,
    yes: 'oui',
    no: 'non',
    goTo,
    useValue: (value: string) => `Utiliser ${value}`,
  },
  certificate: {
    heading: 'Certificat',
    subject: 'Délivré à',
    names: 'Noms',
    noNames: 'aucun',
    issuer: 'Délivré par',
    validity: 'Validité',
    key: 'Clé',
    fingerprint: 'SHA-256',
    copy: 'Copier l’empreinte',
    chain: (length: number) =>
      length === 1
        ? 'envoyé sans certificats intermédiaires'
        : plural(length, { other: 'chaîne de # certificats' }),
    checks: {
      'cert-self-signed': 'Autosigné',
      'cert-unknown-ca': 'Autorité inconnue',
      'cert-chain-incomplete': 'Chaîne incomplète',
      'cert-expired': 'Expiré',
      'cert-not-yet-valid': 'Pas encore valable',
      'cert-name-mismatch': 'Nom différent',
      'cert-weak': 'Faible',
      'cert-changed': 'Modifié',
    },
    expected:
      'Seul ce certificat est accepté. Si le serveur en présente un autre, aucune connexion n’est tentée.',
    waived:
      'Accepté, car « Autoriser un certificat non sécurisé » est activé. Si le serveur présente un autre certificat, aucune connexion n’est tentée.',
    trust: 'Approuver ce certificat',
    askTitle: 'Comparez d’abord l’empreinte',
    ask: 'Demandez à l’administrateur du serveur de vous lire l’empreinte. Seul ce certificat sera ensuite accepté.',
    confirm: 'Elle est identique : approuver',
    trusted: 'Ce certificat est désormais approuvé.',
  },
  history: {
    heading: 'Historique',
    chart: (count: number) =>
      `Temps de connexion et de chiffrement des ${number(count)} dernières vérifications`,
    legend: { connect: 'Temps de connexion', tls: 'Temps de chiffrement (TLS)' },
    caption: 'Les temps affichés sont ceux du serveur le plus lent.',
    more: (count: number) => plural(count, { one: 'et # plus ancienne', other: 'et # plus anciennes' }),
  },
};

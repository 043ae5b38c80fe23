import { auditActions } from './audit-actions';
import { formats } from './formats';
import type { FirstWords } from '../catalogue';
import { overviewWords } from './overview-words';
import { problemReasons } from './problem-reasons';
import { problemWords } from './problem-words';
import { tlsModes } from './tls-modes';

const { plural } = formats;

/** The French texts that the overview and the parts around every page need. The overview loads no others. */
export const firstWords: FirstWords = {
  formats,
  product: 'Postern',
  common: {
    cancel: 'Annuler',
    chooseFile: 'Choisir un fichier',
    close: 'Fermer',
    copied: 'Copié',
    loading: 'Chargement',
    more: 'Charger la suite',
    never: 'jamais',
    requestId: 'Identifiant de la requête :',
    skipToContent: 'Aller au contenu',
    tryAgain: 'Réessayer',
  },
  nav: {
    main: 'Navigation principale',
    toggle: 'Menu',
    mailbox: 'Votre boîte aux lettres',
    connect: 'Connecter ma messagerie',
    overview: 'Vue d’ensemble',
    settings: 'Paramètres › Objets',
    mailSettings: 'Activités',
    importExport: 'Importation et exportation',
    network: 'Réseau',
    allowlist: 'Liste d’autorisation IP',
    firewall: 'Règles de pare-feu',
    links: 'Liens pour l’informatique',
    account: 'Compte',
    notifications: 'Notifications',
    authorities: 'Autorités de certification',
    tokens: 'Jetons d’accès',
    audit: 'Journal d’audit',
    installation: 'Installation',
    queue: 'File d’attente',
    vendor: 'Nom du fournisseur',
    allowlistEditor: 'Modifier la liste d’autorisation',
    reference: 'Référence de l’API',
    toDark: 'Passer en mode sombre',
    toLight: 'Passer en mode clair',
    language: 'Langue',
  },
  account: {
    of: (name: string) => `Compte ${name}`,
    actFor: 'Agir pour le compte',
    choose: 'Choisir un compte',
    lead: 'Vous exploitez cette installation. Choisissez le compte dont vous voulez gérer les paramètres, les jetons et les règles. Vous pouvez en changer à tout moment.',
    columns: ['Compte', 'Centre de données', 'Créé'],
    noDataCenter: 'non défini',
    chooseIt: 'Choisir',
    empty: 'Il n’y a pas encore de comptes',
    emptyHelp: 'La référence de l’API indique comment créer le premier.',
  },
  forbidden: {
    title: 'Votre rôle ne le permet pas',
    detail: (role: string) =>
      `Le rôle ${role} ne peut pas ouvrir cette page. Demandez l’accès à un super administrateur de votre compte.`,
  },
  roles: {
    operator: 'Opérateur',
    'super-admin': 'Super administrateur',
    'account-access': 'Accès au compte',
    member: 'Membre',
    network: 'Réseau',
  },
  offline: {
    title: 'Vous êtes hors ligne',
    detail: 'Rien ne peut être chargé ni enregistré avant le retour du réseau. Votre saisie est conservée.',
  },
  unsavedWork: {
    title: 'Quitter sans enregistrer ?',
    detail: 'Votre saisie sur cette page n’est pas enregistrée. Si vous la quittez, elle est perdue.',
    stay: 'Rester ici',
    leave: 'Quitter sans enregistrer',
  },
  notFound: {
    title: 'Cette page n’existe pas',
    detail: 'L’adresse contient peut-être une faute de frappe, ou la page a été déplacée.',
    home: 'Aller à la page d’accueil',
  },
  session: {
    title: 'Se connecter à Postern',
    lead: 'Configurez et vérifiez les serveurs de messagerie de chaque domaine, et obtenez les règles de pare-feu dont ils ont besoin.',
    token: 'Jeton d’accès',
    tokenHelp:
      'Au démarrage, Postern indique le fichier qui contient le premier jeton ; un super administrateur peut en créer d’autres. Vous restez connecté pendant 12 heures.',
    signIn: 'Se connecter',
    signInWith: (host: string) => `Se connecter avec ${host}`,
    orToken: 'ou avec un jeton d’accès',
    signedIn: 'Vous êtes connecté. Vous pouvez fermer cette fenêtre.',
    providerAway: (host: string) =>
      `${host} ne répond pas. Connectez-vous avec un jeton d’accès, ou avec le lien que Postern affiche à son démarrage.`,
    signOut: 'Se déconnecter',
    signInAgain: 'Se reconnecter',
    endedTitle: 'Votre session est terminée',
    endedDetail: 'Reconnectez-vous pour continuer. Votre saisie sur cette page est conservée.',
    codeRefused:
      'Ce lien de connexion a déjà été utilisé ou date de plus de 15 minutes. Connectez-vous avec un jeton d’accès, ou redémarrez Postern pour obtenir un nouveau lien.',
  },
  kinds: { imap: 'IMAP', exchange: 'Exchange' },
  tls: tlsModes,
  states: {
    unverified: 'Non vérifié',
    queued: 'En attente',
    running: 'En cours',
    passed: 'Vérifié',
    failed: 'Échec',
    superseded: 'Remplacé',
    skipped: 'Non atteint',
  },
  findings: {
    error: 'Modification nécessaire',
    warning: 'À noter',
    info: 'Bon à savoir',
    sample: {
      title: 'Ces adresses sont un exemple : ne leur ouvrez pas votre pare-feu',
      detail:
        'Elles proviennent d’une page d’aide publique d’un autre fournisseur. L’opérateur de cette installation n’a pas encore publié ses propres adresses.',
    },
  },
  endpoints: { imap: 'Courrier entrant (IMAP)', smtp: 'Courrier sortant (SMTP)', exchange: 'Exchange' },
  daysLeft: (days: number) => {
    if (days < 0) return 'expiré';
    return days === 0 ? 'moins d’un jour' : plural(days, { one: 'encore # jour', other: 'encore # jours' });
  },
  noDomains: {
    title: 'Aucun domaine pour l’instant',
    detail:
      'Ajoutez le premier. Ses serveurs sont vérifiés aussitôt, sans aucun mot de passe. Les domaines que des utilisateurs ont essayé de connecter apparaissent aussi ici.',
  },
  audit: {
    title: 'Journal d’audit',
    lead: 'Qui a modifié quoi et quand, avec les anciennes et les nouvelles valeurs. Les plus récentes d’abord.',
    search: 'Recherche',
    searchPlaceholder: 'Domaine ou jeton',
    action: 'Action',
    empty: 'Il n’y a aucune modification',
    by: (name: string) => `par ${name}`,
    changes: (count: number) => plural(count, { one: '# champ', other: '# champs' }),
    actions: auditActions,
    allActions: 'Toutes les actions',
  },
  problems: problemWords,
  problemReasons,
  tryAgainIn: (seconds: number) =>
    plural(seconds, { one: 'Réessayez dans # seconde.', other: 'Réessayez dans # secondes.' }),
  ...overviewWords,
};

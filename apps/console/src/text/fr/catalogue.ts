import { authorityWords } from './authority-words';
import type { Catalogue } from '../catalogue';
import { allowlistEditorWords } from './allowlist-editor-words';
import { auditActions } from './audit-actions';
import { bulkWords } from './bulk-words';
import { discoveryWords } from './discovery-words';
import { fieldLabels, fieldValues } from './field-labels';
import { formats } from './formats';
import { formWords } from './form-words';
import { importWords } from './import-words';
import { keysWords } from './keys-words';
import { linkWords } from './link-words';
import { networkWords } from './network-words';
import { notificationWords } from './notification-words';
import { overviewWords } from './overview-words';
import { problemWords } from './problem-words';
import { queueWords } from './queue-words';
import { vendorWords } from './vendor-words';
import { tlsModes } from './tls-modes';
import { viewsWords } from './views-words';
import { verificationWords } from './verification-words';

const { number, plural } = formats;

/** The French texts, by page. */
export const fr: Catalogue = {
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
    unnamed: 'Action',
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
  mailSettings: {
    title: 'Activités',
    breadcrumbs: ['Paramètres', 'Objets', 'Activités'],
    emailLogging: 'Journalisation des e-mails',
    section: 'Paramètres Exchange et IMAP',
    lead: 'Configurez une seule fois les serveurs de messagerie de chaque domaine. Lorsque les utilisateurs connectent leur messagerie ou leur calendrier, ces paramètres se remplissent d’eux-mêmes.',
    columns: ['Domaine', 'Serveurs', 'État', 'Actions'],
    attempt: 'Tentative d’un utilisateur',
    edit: (domain: string) => `Modifier ${domain}`,
    look: (domain: string) => `Afficher ${domain}`,
    remove: (domain: string) => `Supprimer ${domain}`,
    warnings: (count: number) => plural(count, { one: '# avertissement', other: '# avertissements' }),
    shown: (count: number, hasMore: boolean) =>
      `${plural(count, { one: '# domaine affiché', other: '# domaines affichés' })}${hasMore ? ', d’autres en faisant défiler' : ''}`,
    totals: (total: number, failing: number) =>
      `${plural(total, { one: '# domaine', other: '# domaines' })}, ${failing === 0 ? 'aucun' : number(failing)} en échec`,
    empty: {
      title: 'Aucun domaine pour l’instant',
      detail:
        'Ajoutez le premier. Ses serveurs sont vérifiés aussitôt, sans aucun mot de passe. Les domaines que des utilisateurs ont essayé de connecter apparaissent aussi ici.',
    },
    noMatch: {
      title: 'Aucun résultat',
      detail: 'Aucun domaine ne correspond à cette recherche et à ces filtres.',
    },
    filters: {
      search: 'Recherche',
      searchPlaceholder: 'Domaine ou serveur',
      kind: 'Type',
      kinds: { '': 'Tous les types', imap: 'IMAP', exchange: 'Exchange' },
      state: 'État',
      states: {
        '': 'Tous les états',
        passed: 'Vérifié',
        failed: 'Échec',
        running: 'En cours',
        queued: 'En attente',
        unverified: 'Non vérifié',
      },
      sort: 'Trier par',
      sorts: {
        '': 'Nom',
        '-domain': 'Nom, de Z à A',
        state: 'Échecs d’abord',
        '-checked': 'Vérification la plus récente',
        checked: 'Vérification la plus ancienne',
      },
      removeHint: 'Autres serveurs publiés : afficher à nouveau tous les domaines',
      origin: 'Origine',
      origins: {
        '': 'Toutes les origines',
        admin: 'Configuré par un administrateur',
        attempt: 'Tentative d’un utilisateur',
      },
    },
    deletion: {
      title: (domain: string) => `Supprimer les paramètres de ${domain} ?`,
      detail:
        'Plus rien n’est rempli pour les nouvelles connexions de ce domaine, et il n’est plus vérifié. Les boîtes aux lettres déjà connectées ne sont pas concernées.',
      confirm: 'Supprimer les paramètres',
      done: (domain: string) => `Les paramètres de ${domain} sont supprimés.`,
      undo: 'Annuler',
    },
  },
  panel: {
    newTitle: { imap: 'Nouveaux paramètres IMAP', exchange: 'Nouveaux paramètres Exchange' },
    replaceTitle: (domain: string) => `Remplacer les paramètres de ${domain}`,
    replaced: (domain: string, kind: 'imap' | 'exchange') =>
      `Les paramètres ${kind === 'imap' ? 'IMAP' : 'Exchange'} de ${domain} sont remplacés.`,
    attemptTitle: 'Un utilisateur a essayé de se connecter sur ce domaine',
    attempt:
      'L’utilisateur a essayé les serveurs ci-dessous. Ils ne sont remplis pour les autres utilisateurs qu’une fois que vous les avez enregistrés.',
    taken: {
      title: (domain: string, kind: 'imap' | 'exchange') =>
        `${domain} a déjà des paramètres ${kind === 'imap' ? 'IMAP' : 'Exchange'}`,
      sameKind:
        'Chaque domaine n’est configuré qu’une fois. Ouvrez les paramètres existants pour les modifier.',
      otherKind:
        'Un domaine a des paramètres IMAP ou Exchange, jamais les deux. Ouvrez les paramètres existants : vous pourrez les y remplacer par l’autre type.',
      open: 'Ouvrir les paramètres existants',
    },
    deleted: {
      title: 'Quelqu’un a supprimé ces paramètres entre-temps',
      detail: 'Votre saisie est conservée. Vous pouvez l’ajouter comme nouveaux paramètres.',
      addAgain: 'Les ajouter à nouveau',
    },
    stale: {
      title: 'Quelqu’un a modifié ces paramètres entre-temps',
      detail:
        'Vos modifications ne sont pas enregistrées. Chargez les paramètres actuels, ou remplacez-les par les vôtres.',
      reload: 'Charger les paramètres actuels',
      overwrite: 'Les remplacer par les miens',
    },
  },
  connect: {
    title: 'Connecter ma messagerie',
    lead: 'Saisissez votre adresse. Si votre organisation a configuré ses serveurs de messagerie, tout est rempli sauf le mot de passe.',
    purpose: 'Que connecter',
    purposes: { mail: 'Messagerie', calendar: 'Calendrier' },
    kind: 'Type de serveur de messagerie',
    email: 'Adresse e-mail',
    emailHelp: 'Votre adresse complète, par exemple jane@example.com.',
    username: 'Nom d’utilisateur',
    usernameHelp: 'Seulement si vous vous connectez avec un autre nom que votre adresse.',
    password: 'Mot de passe',
    passwordHelp:
      'Il est chiffré immédiatement, utilisé pour une seule connexion puis supprimé, au plus tard après cinq minutes. Il n’est jamais journalisé.',
    accessToken: 'Jeton d’accès',
    accessTokenHelp:
      'Pour les développeurs : un jeton que le fournisseur a émis pour cette boîte aux lettres (OAuth). Il est traité comme un mot de passe et n’est jamais renouvelé.',
    useAccessToken: 'Utiliser un jeton d’accès',
    usePassword: 'Utiliser le mot de passe',
    submit: 'Connecter',
    result: 'Votre connexion',
    before: 'Chaque étape de la connexion à vos serveurs de messagerie s’affiche ici.',
    filled: (domain: string) => `Rempli d’après les paramètres de votre organisation pour ${domain}`,
    changeServers: 'Modifier les serveurs',
    unverified: (domain: string) =>
      `Les paramètres de votre organisation pour ${domain} sont remplis, mais n’ont réussi aucune vérification`,
    changed: 'Dernière modification',
    verified: 'vérifié',
    notVerified: 'pas encore vérifié',
    nothing: (domain: string) => `Personne n’a encore configuré ${domain}`,
    nothingHelp:
      'Postern peut chercher les serveurs dans des sources publiques, ou vous saisissez ceux de votre logiciel de messagerie. Votre administrateur verra le domaine et les serveurs que vous avez essayés, mais pas votre mot de passe.',
    find: 'Rechercher mes serveurs',
    byHand: 'Saisir les serveurs moi-même',
    useFound: 'Utiliser ces serveurs',
    sentTo: 'Votre mot de passe sera envoyé aux serveurs de',
    sentToHelp:
      'Est-ce votre fournisseur de messagerie ? Si vous ne connaissez pas ce nom, demandez d’abord à votre administrateur.',
  },
  queue: queueWords,
  vendor: vendorWords,
  authorities: authorityWords,
  allowlistEditor: allowlistEditorWords,
  tokens: {
    title: 'Jetons d’accès',
    lead: 'Les personnes, les scripts et les pare-feu se connectent avec des jetons. Chaque jeton a un seul rôle et n’est affiché qu’une fois.',
    create: 'Nouveau jeton',
    newTitle: 'Nouveau jeton d’accès',
    columns: ['Nom', 'Rôle', 'Créé', 'Dernière utilisation', 'Expire'],
    only: (permissions: string) => `uniquement ${permissions}`,
    from: (addresses: string) => `depuis ${addresses}`,
    endsSoon: 'Expire bientôt',
    rotate: 'Renouveler',
    rotation: {
      title: (name: string) => `Renouveler le jeton « ${name} » ?`,
      detail:
        'Vous obtenez un nouveau secret. L’ancien reste valable 24 heures, afin que vous puissiez le remplacer partout où il est utilisé.',
      confirm: 'Renouveler le jeton',
    },
    own: 'Cette session',
    by: (name: string) => `par ${name}`,
    revoke: 'Révoquer',
    secret: {
      title: (name: string) => `Le jeton « ${name} » est prêt`,
      detail:
        'Copiez-le maintenant. Il ne pourra plus être affiché, car seule son empreinte est enregistrée.',
      copy: 'Copier le jeton',
      lost: 'La connexion a été perdue lors de la création de ce jeton, il ne peut donc pas être affiché. Révoquez-le et créez-en un autre.',
    },
    revocation: {
      title: (name: string) => `Révoquer « ${name} » ?`,
      detail: 'Tous ceux qui utilisent ce jeton sont déconnectés aussitôt. Cette action est définitive.',
      own: 'Vous êtes connecté avec ce jeton. Vous serez déconnecté aussitôt.',
      confirm: 'Révoquer le jeton',
    },
    form: {
      name: 'Nom',
      nameHelp:
        'Qui ou quoi l’utilisera, par exemple « Synchronisation CRM ». Le journal d’audit affiche ce nom.',
      role: 'Rôle',
      roleHelp: {
        operator: 'Exploite l’installation.',
        'super-admin': 'Peut tout faire dans ce compte, y compris gérer les jetons.',
        'account-access': 'Peut tout faire dans ce compte, sauf gérer les jetons.',
        member: 'Connecte une boîte aux lettres et lit la liste d’autorisation et les règles.',
        network:
          'Lit la liste d’autorisation et les règles : pour les services informatiques et pour les pare-feu qui récupèrent la liste.',
      },
      life: 'Expire',
      lives: { '30': 'Dans 30 jours', '90': 'Dans 90 jours', '365': 'Dans un an', '': 'Jamais' },
      limit: 'Limiter ce jeton',
      scopes: 'Autorisations',
      scopesHelp:
        'Parmi les autorisations de son rôle, le jeton ne garde que celles-ci. Si vous n’en choisissez aucune, il les garde toutes.',
      sources: 'Adresses d’où il est utilisé',
      sourcesHelp:
        'Adresses ou préfixes, une valeur par ligne, par exemple 192.0.2.0/24. Sans valeur, il fonctionne depuis n’importe quelle adresse.',
      submit: 'Créer le jeton',
    },
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
  importExport: importWords,
  problems: problemWords,
  tryAgainIn: (seconds: number) =>
    plural(seconds, { one: 'Réessayez dans # seconde.', other: 'Réessayez dans # secondes.' }),
  fieldLabels,
  fieldValues,
  ...bulkWords,
  ...discoveryWords,
  ...formWords,
  ...keysWords,
  ...verificationWords,
  ...viewsWords,
  ...networkWords,
  ...linkWords,
  notifications: notificationWords,
  ...overviewWords,
};

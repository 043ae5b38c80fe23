import { authorityWords } from './authority-words';
import type { Catalogue } from '../catalogue';
import { allowlistEditorWords } from './allowlist-editor-words';
import { bulkWords } from './bulk-words';
import { discoveryWords } from './discovery-words';
import { fieldLabels, fieldValues } from './field-labels';
import { formats } from './formats';
import { firstWords } from './first-words';
import { formWords } from './form-words';
import { importWords } from './import-words';
import { keysWords } from './keys-words';
import { linkWords } from './link-words';
import { networkWords } from './network-words';
import { notificationWords } from './notification-words';
import { queueWords } from './queue-words';
import { vendorWords } from './vendor-words';
import { viewsWords } from './views-words';
import { verificationWords } from './verification-words';

const { number, plural } = formats;

/** The French texts, by page. */
export const fr: Catalogue = {
  ...firstWords,
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
    noMatch: {
      title: 'Aucun résultat',
      detail: 'Aucun domaine ne correspond à cette recherche et à ces filtres.',
      showAll: 'Afficher tous les domaines',
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
    emailHelp: 'Votre adresse complète, par exemple jane@example.com.',
    accessToken: 'Jeton d’accès',
    accessTokenHelp:
      'Pour les développeurs : un jeton que le fournisseur a émis pour cette boîte aux lettres (OAuth). Il est traité comme un mot de passe et n’est jamais renouvelé.',
    useAccessToken: 'Utiliser un jeton d’accès',
    usePassword: 'Utiliser le mot de passe',
    result: 'Votre connexion',
    before: 'Chaque étape de la connexion à vos serveurs de messagerie s’affiche ici.',
    changed: 'Dernière modification',
    verified: 'vérifié',
    notVerified: 'pas encore vérifié',
    find: 'Rechercher mes serveurs',
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
  importExport: importWords,
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
};

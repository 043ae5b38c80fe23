import type { SetSize } from '@postern/core/prefix-set';
import { formats } from './formats';

const { list, number, plural } = formats;

const sizeOf = ({ addresses, networks }: SetSize) =>
  list([
    ...(addresses === 0 ? [] : [plural(addresses, { one: '# adresse', other: '# adresses' })]),
    ...networks.map(({ length, count }) => `${number(count)} × /${length}`),
  ]);

const allowlistNames = { imap: 'IMAP', smtp: 'SMTP', exchange: 'Exchange', webhook: 'Webhooks' };

/** Texts about the allowlist and firewall rules. */
export const networkWords = {
  allowlist: {
    title: 'Liste d’autorisation IP',
    lead: 'Toutes les connexions à vos serveurs de messagerie proviennent de ces adresses. Transmettez-les à votre service informatique. IMAP et SMTP ont des listes distinctes, chacune pour ses propres ports.',
    handover: 'Fiche informatique',
    edit: 'Modifier',
    empty: 'Il n’y a pas d’adresses pour ce centre de données',
    toOwn: 'Retour à votre liste',
    dataCenter: 'Centre de données',
    ownDataCenter: (label: string | null) =>
      label === null ? 'Valable pour tous les centres de données' : `${label} (le vôtre)`,
    everyDataCenter: 'tous les centres de données',
    lists: allowlistNames,
    size: sizeOf,
    count: (prefixes: number, size: SetSize) =>
      `${plural(prefixes, { one: '# préfixe', other: '# préfixes' })}, ${sizeOf(size)}`,
    copyAll: 'Tout copier',
    download: (format: string) => `Télécharger ${format}`,
    formats: { text: 'Texte', csv: 'CSV', json: 'JSON' },
    feed: 'Adresse pour les pare-feu qui récupèrent la liste',
    copyFeed: 'Copier l’adresse',
    feedHelp:
      'Un préfixe par ligne, sans commentaire. Le pare-feu se connecte avec un jeton d’accès du rôle Réseau, soit comme jeton Bearer, soit comme mot de passe avec un nom d’utilisateur quelconque.',
    states: { announced: 'Annoncé', active: 'Actif', retiring: 'Bientôt retiré' },
    movingDate: (state: string, date: string | null) =>
      date === null
        ? ''
        : state === 'announced'
          ? `utilisé à partir du ${date}`
          : `plus utilisé après le ${date}`,
    revisionTitle: 'Révision',
    revision: (revision: number) => `Révision ${revision}`,
    published: (vendor: string) => `Publié pour ${vendor}`,
    digest: 'SHA-256 de la liste',
    copyDigest: 'Copier l’empreinte',
    changes: 'Modifications récentes',
    firstRevision: 'C’est la première révision.',
    noChanges: 'Rien n’a changé dans les dernières révisions.',
    allChanges: (count: number) => `Afficher les ${number(count)} modifications`,
    changeKinds: { added: 'Ajouté', removed: 'Retiré' },
    changeAbout: (protocol: keyof typeof allowlistNames, place: string, date: string) =>
      `${allowlistNames[protocol]} · ${place} · ${date}`,
  },
  match: {
    title: 'Cette adresse passerait-elle ?',
    source: 'Adresse source',
    destination: 'Votre serveur de messagerie',
    port: 'Port',
    placeholders: { source: '54.174.62.196', destination: 'imap.example.com', port: '993' },
    ask: 'Vérifier',
    verdicts: {
      allow: 'Oui, une règle l’autorise',
      none: 'Aucune règle ne l’autorise',
      deny: 'Non, une règle l’interdit',
    },
    rule: 'Règle :',
  },
  firewall: {
    title: 'Règles de pare-feu',
    lead: 'Des règles pour vos propres équipements, établies à partir de la liste d’autorisation et des serveurs de vos domaines. Elles n’autorisent que nos adresses ; les autres connexions restent inchangées, sauf si vous en décidez autrement.',
    handover: 'Fiche informatique',
    target: 'Équipement',
    proof: (proof: string) => `Testé avec : ${proof}.`,
    domains: 'Domaines',
    domainsHelp: 'Les règles concernent les serveurs de ces domaines.',
    allDomains: 'Tous les domaines configurés',
    domainsMore:
      'Les règles concernent les serveurs de ces domaines. Tapez un texte pour chercher dans tous les domaines.',
    addresses: {
      title: 'Adresses de vos serveurs',
      help: 'Les règles de votre pare-feu ont besoin des adresses de vos serveurs, publiques et privées s’il traduit entre les deux.',
      propose: 'Utiliser les adresses de la dernière vérification',
      noneFound: 'La dernière vérification n’a trouvé aucune autre adresse.',
      invalid: (address: string) => `« ${address} » n’est pas une adresse IP.`,
      uses: { public: 'publique', private: 'privée' },
      more: (count: number) =>
        plural(count, {
          one: '# autre serveur n’est pas affiché. Choisissez des domaines ci-dessus pour saisir les adresses de leurs serveurs.',
          other:
            '# autres serveurs ne sont pas affichés. Choisissez des domaines ci-dessus pour saisir les adresses de leurs serveurs.',
        }),
    },
    exclusive: {
      title: 'Ces règles bloquent tous ceux qui n’y figurent pas',
      detail:
        'Elles refusent toute adresse qu’elles n’indiquent pas, y compris les téléphones, les bureaux et les autres serveurs de messagerie. Ajoutez-les d’abord comme sources supplémentaires.',
      confirm: 'J’ai ajouté toutes les autres adresses qui ont besoin d’un accès',
    },
    noDomain: 'Aucun domaine ne correspond',
    result: 'Règles',
    revision: (revision: number) => `Établies d’après la révision ${revision}`,
    zip: 'Télécharger le zip',
    copy: 'Copier',
    download: 'Télécharger',
    removes: 'Fichiers de mise à jour et de retrait',
    removesHelp:
      'Le fichier de mise à jour supprime aussi ce qui a disparu depuis une révision antérieure : appliquez-le après les autres. Celui qui retire tout ne sert qu’à annuler.',
    previous: 'Révision précédente',
    previousHelp:
      'La révision de la liste présente sur l’équipement, par exemple 4. Un fichier supplémentaire retire alors ce qui a disparu depuis.',
    check: {
      title: 'Comparer avec l’état de l’équipement',
      lead: 'Exécutez ceci sur l’équipement, puis collez ce qu’il affiche ou déposez-le ici sous forme de fichier. Rien n’est enregistré.',
      command: 'Commande pour l’équipement',
      deployed: 'Ce que l’équipement affiche',
      drop: 'Déposez le fichier ici',
      protocol: 'De quelle liste il s’agit',
      compare: 'Comparer',
      states: {
        same: (revision: number) => `L’équipement correspond à la révision ${revision}`,
        drifted: (revision: number) => `L’équipement diffère de la révision ${revision}`,
        unknown: () => 'La comparaison est impossible',
      },
      columns: ['Différence', 'De', 'Vers', 'Port'],
      differences: {
        missing: 'Non autorisé',
        wider: 'Trop large',
        gone: 'Manquant',
        unread: 'Non compris',
      },
      anywhere: 'tous',
      moreSources: (sources: string, count: number) =>
        `${sources} et ${plural(count, { one: '# autre', other: '# autres' })}`,
      more: (count: number) =>
        plural(count, {
          one: '# autre différence n’est pas affichée.',
          other: '# autres différences ne sont pas affichées.',
        }),
      repair: 'Fichiers qui y remédient',
    },
    noFiles: 'Il n’y a aucune règle à afficher. Les remarques ci-dessus en donnent la raison.',
    onePerLine: 'Une valeur par ligne.',
    pairPerLine: 'Une valeur par ligne, sous la forme nom = valeur.',
  },
  handover: {
    title: 'Fiche pour le service informatique',
    lead: 'Une page pour votre service informatique : ce qu’il faut autoriser et pourquoi, comment le tester et comment l’annuler.',
    print: 'Imprimer ou enregistrer en PDF',
    note: 'Message à votre service informatique',
    notePlaceholder: 'Merci d’ouvrir ces accès avant vendredi ; questions à jane@example.com.',
  },
};

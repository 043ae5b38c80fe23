import { formats } from './formats';

const { number, plural } = formats;
const entries = (count: number) => plural(count, { one: '# entrée', other: '# entrées' });

/** The texts of the page on which an operator writes and publishes the allowlist. */
export const allowlistEditorWords = {
  title: 'Éditeur de la liste d’autorisation',
  lead: 'Préparez la prochaine révision de la liste, vérifiez-la, puis publiez-la. D’ici là, vous seul voyez vos modifications.',
  toList: 'Liste publiée',
  basedOn: (revision: number) => `À partir de la révision ${revision}`,
  sample: {
    title: 'Vous n’avez pas encore publié votre propre liste',
    detail:
      'Les adresses publiées actuellement sont un exemple d’un autre fournisseur ; cette liste commence donc vide. Collez vos propres adresses.',
  },
  undo: 'Annuler',
  startAgain: 'Abandonner toutes les modifications',
  discarded: 'Toutes les modifications sont abandonnées.',
  add: {
    title: 'Ajouter des adresses',
    lead: 'Collez un préfixe par ligne, suivi du protocole si vous le souhaitez, ou une liste exportée en texte, CSV ou JSON.',
    lines: 'Adresses',
    placeholder: '198.51.100.0/27\n198.51.100.64/27 smtp',
    drop: 'ou déposez ici un fichier d’adresses',
    protocol: 'Protocole',
    noProtocol: 'comme dans chaque ligne',
    dataCenter: 'Centre de données',
    state: 'État',
    activeFrom: 'Utilisé à partir du',
    ownStates: 'Les lignes ont leurs propres états et dates.',
    submit: (count: number) => (count === 0 ? 'Ajouter' : `Ajouter ${entries(count)}`),
    replace: (count: number) => `Remplacer la liste par ${entries(count)}`,
    blank: (count: number) =>
      plural(count, {
        one: '# ligne sans adresse est ignorée.',
        other: '# lignes sans adresse sont ignorées.',
      }),
    listed: (count: number) =>
      plural(count, {
        one: '# entrée figure déjà dans la liste et reste inchangée.',
        other: '# entrées figurent déjà dans la liste et restent inchangées.',
      }),
    wrongTitle: (count: number) =>
      plural(count, {
        one: '# ligne ne peut pas être ajoutée',
        other: '# lignes ne peuvent pas être ajoutées',
      }),
    line: (line: number) => `Ligne ${line}`,
    more: (count: number) => `et ${number(count)} de plus`,
    repairAll: (count: number) => `Utiliser les ${number(count)} suggestions`,
    added: (count: number) => plural(count, { one: '# entrée ajoutée.', other: '# entrées ajoutées.' }),
    replaced: (count: number) => `La liste est remplacée par ${entries(count)}.`,
  },
  fields: {
    cidr: 'Adresse ou préfixe',
    protocol: 'Protocole',
    dataCenter: 'Centre de données',
    state: 'État',
    activeFrom: 'Utilisé à partir du',
    retireAfter: 'Utilisé jusqu’au',
    note: 'Remarque',
  },
  dateHelp: 'Un jour entier en UTC.',
  everyDataCenter: 'Tous les centres de données',
  /** A text in place of the schema's message, which is for programmers; `undefined` keeps the schema's. */
  messageFor: (path: string, code: string): string | undefined => {
    if (path === 'protocol')
      return code === 'required'
        ? 'Pour quelle liste ? Choisissez un protocole, ou écrivez-le après l’adresse.'
        : 'Il n’y a pas de liste pour ce protocole.';
    if (path === 'cidr' && code === 'required') return 'Il manque une adresse.';
    if (path === 'state') return 'L’état est announced, active ou retiring.';
    if (path === 'activeFrom' || path === 'retireAfter') return 'Écrivez la date sous la forme 2027-02-01.';
    if (code === 'not-json') return 'Cela commence comme du JSON, mais n’est pas complet.';
    if (code === 'unknown-field') return 'Une ligne contient une adresse et un protocole, rien d’autre.';
    return undefined;
  },
  table: {
    title: 'La liste',
    label: 'Entrées de la liste',
    columns: ['Adresses', 'Protocole', 'Centre de données', 'État', 'Remarque'],
    actions: 'Actions',
    search: 'Rechercher une adresse ou une remarque',
    searchPlaceholder: 'Adresse ou remarque',
    count: entries,
    empty: 'La liste n’a pas d’entrées',
    emptyHelp: 'Collez les adresses depuis lesquelles vous vous connectez aux serveurs de vos clients.',
    noMatch: 'Aucune entrée ne correspond',
    more: (count: number) => `En afficher ${number(count)} de plus`,
    new: 'Nouveau',
    changed: 'Modifié',
    retire: 'Retirer',
    retireIt: (cidr: string) => `Retirer ${cidr}`,
    edit: (cidr: string) => `Modifier ${cidr}`,
    remove: (cidr: string) => `Supprimer ${cidr}`,
    removed: (cidr: string) => `${cidr} est supprimé.`,
    edited: (cidr: string) => `${cidr} est modifié.`,
  },
  entry: {
    retireTitle: (cidr: string) => `Retirer ${cidr}`,
    retireHelp:
      'Les pare-feu laissent passer ces adresses jusqu’à ce jour, et vos clients en sont informés. Supprimez l’entrée ensuite.',
    editTitle: (cidr: string) => `Modifier ${cidr}`,
    retire: 'Retirer',
    save: 'Modifier',
  },
  dataCenters: {
    title: 'Centres de données',
    lead: 'Les clients reçoivent les adresses de leur centre de données et celles qui valent pour tous.',
    columns: ['Identifiant', 'Nom', 'Entrées'],
    actions: 'Actions',
    id: 'Identifiant',
    idHelp: 'Court et durable, par exemple eu1.',
    label: 'Nom',
    add: 'Ajouter un centre de données',
    rename: (id: string) => `Nom de ${id}`,
    remove: (id: string) => `Supprimer le centre de données ${id}`,
    added: (id: string) => `Le centre de données ${id} est ajouté.`,
    renamed: (id: string) => `Le centre de données ${id} est renommé.`,
    removed: (id: string) => `Le centre de données ${id} est supprimé.`,
    taken: 'Il existe déjà un centre de données avec cet identifiant.',
  },
  check: {
    title: 'Vérifier et publier',
    lead: 'La vérification compare votre liste à la liste publiée et cherche les erreurs. Elle ne publie rien.',
    submit: 'Vérifier',
    outdated:
      'Vous avez modifié la liste depuis cette vérification. Vérifiez-la de nouveau avant de la publier.',
    refused: 'Cette liste contient des erreurs. Corrigez-les et vérifiez de nouveau.',
    passed: 'Aucune erreur trouvée.',
    show: (cidr: string) => `Afficher ${cidr}`,
    more: (count: number) => `et ${number(count)} de plus`,
    difference: (revision: number) => `Ce qui change par rapport à la révision ${revision}`,
    noChanges: 'Aucune entrée n’arrive, ne part ni ne change d’état.',
    come: (size: string) => `En plus : ${size}`,
    go: (size: string) => `En moins : ${size}`,
    stay: 'les mêmes adresses qu’avant',
    counts: (added: number, removed: number, changed: number) =>
      [
        plural(added, { one: '# ajoutée', other: '# ajoutées' }),
        plural(removed, { one: '# supprimée', other: '# supprimées' }),
        plural(changed, { one: '# modifiée', other: '# modifiées' }),
      ].join(', '),
    publish: 'Publier',
    published: (revision: number) => `La révision ${revision} est publiée`,
    publishedHelp: 'Les pare-feu qui récupèrent la liste la reçoivent désormais.',
    stale: {
      title: 'Une autre révision a été publiée entre-temps',
      detail:
        'Rien de votre travail n’est publié ni perdu. Comparez votre liste à la nouvelle révision, puis publiez-la.',
      compare: 'Comparer de nouveau',
    },
  },
};

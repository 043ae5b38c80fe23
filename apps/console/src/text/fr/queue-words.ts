import { formats } from './formats';

const { number, plural } = formats;

/** The texts of the operator's page about what waits to be verified. */
export const queueWords = {
  title: 'File d’attente',
  lead: 'Vérifications de tous les comptes en attente ou en cours, et recherches de serveurs, de la plus ancienne à la plus récente.',
  discovery: 'Recherche de serveurs pour',
  empty: 'Rien n’est en attente',
  emptyHelp:
    'Tout ce qui était en file est terminé. Ce qui sera ensuite enregistré, vérifié ou recherché est affiché ici jusqu’à la fin.',
  columns: ['Compte', 'Serveurs', 'Mise en file', 'État', 'Raison'],
  states: { waiting: 'En attente', dispatched: 'Confiée à un worker', running: 'En cours' },
  urgencies: {
    person: 'Une personne attend',
    import: 'Importation',
    lost: 'Perdue deux fois',
    search: 'Recherche hebdomadaire',
  },
  actions: 'Actions',
  putBack: 'Remettre en attente',
  cancel: 'Annuler',
  ofAccount: (servers: string) => `la vérification de ${servers}`,
  noWorker: 'Aucun worker ne fonctionne : rien n’est vérifié avant qu’un worker ne démarre.',
  workers: (count: number, dataCenter: string | null) =>
    `${plural(count, { one: '# worker', other: '# workers' })} pour ${dataCenter ?? 'tous les centres de données'}`,
  waiting: (count: number) => `${number(count)}${count >= 10_000 ? ' ou plus' : ''} en attente`,
};

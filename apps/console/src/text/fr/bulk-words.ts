import { formats } from './formats';

const { number, plural } = formats;

const count = (domains: number) => plural(domains, { one: '# domaine', other: '# domaines' });

/** The texts of actions on many domains, and of the selection before them. */
export const bulkWords = {
  bulk: {
    select: (domain: string) => `Sélectionner ${domain}`,
    selectAll: (total: number) =>
      plural(total, { one: 'Sélectionner # domaine', other: 'Sélectionner les # domaines' }),
    selected: (domains: number) =>
      plural(domains, { one: '# domaine sélectionné', other: '# domaines sélectionnés' }),
    region: 'Domaines sélectionnés',
    clear: 'Effacer la sélection',
    domains: count,
    actions: { verify: 'Vérifier', 'set-host': 'Changer d’hôte', export: 'Exporter', delete: 'Supprimer' },
    titles: {
      verify: 'Vérifier les domaines sélectionnés',
      'set-host': 'Changer d’hôte',
      export: 'Exporter les domaines sélectionnés',
      delete: 'Supprimer les paramètres sélectionnés',
    },
    confirm: {
      verify: (domains: number) => `Vérifier ${count(domains)}`,
      'set-host': (domains: number) => `Modifier ${count(domains)}`,
      delete: (domains: number) => `Supprimer les paramètres de ${count(domains)}`,
    },
    would: {
      verify: (domains: number) =>
        plural(domains, { one: '# domaine sera vérifié.', other: '# domaines seront vérifiés.' }),
      'set-host': (domains: number) => `L’hôte de ${count(domains)} sera modifié et vérifié.`,
      delete: (domains: number) => `Les paramètres de ${count(domains)} seront supprimés.`,
    },
    nothing: {
      verify: 'Tous les domaines sélectionnés sont déjà en cours de vérification.',
      'set-host': 'Aucun domaine sélectionné n’utilise cet hôte.',
      delete: 'Les domaines sélectionnés sont déjà supprimés.',
    },
    skipped: {
      verify: (domains: number) =>
        plural(domains, {
          one: '# domaine déjà en cours de vérification.',
          other: '# domaines déjà en cours de vérification.',
        }),
      'set-host': (domains: number) =>
        plural(domains, {
          one: '# domaine sans cet hôte reste inchangé.',
          other: '# domaines sans cet hôte restent inchangés.',
        }),
      delete: () => '',
    },
    deleteHelp:
      'Plus rien n’est rempli pour les nouvelles connexions de ces domaines. Les boîtes aux lettres déjà connectées ne sont pas concernées. Vous pouvez annuler pendant les dix secondes qui suivent la fermeture de cette fenêtre, sans l’historique ; exportez d’abord les domaines si vous voulez en garder une copie.',
    changedMeanwhile:
      'Un domaine que quelqu’un modifie avant son tour reste inchangé et est indiqué à la fin.',
    first: 'Les premiers d’entre eux',
    more: (domains: number) => plural(domains, { one: 'et # autre', other: 'et # autres' }),
    columns: { domain: 'Domaine', server: 'Serveur', from: 'Ancien hôte', to: 'Nouvel hôte', why: 'Raison' },
    oldHost: 'Ancien hôte',
    newHost: 'Nouvel hôte',
    servers: 'Serveurs',
    preview: 'Aperçu',
    back: 'Retour',
    close: 'Fermer',
    stop: 'Arrêter',
    stopping: 'L’opération s’arrête après les domaines en cours.',
    progress: (done: number, all: number) => `${number(done)} sur ${count(all)}`,
    progressLabel: 'Progression',
    goesOn: 'L’opération continue si vous quittez cette page.',
    ended: {
      running: '',
      done: (changed: number, domains: number) => `Terminé : ${number(changed)} sur ${count(domains)}`,
      stopped: (changed: number, domains: number) => `Arrêté : ${number(changed)} sur ${count(domains)}`,
      interrupted: (changed: number, domains: number) =>
        `Interrompu : ${number(changed)} sur ${count(domains)}. Sélectionnez les autres et recommencez.`,
    },
    failed: (domains: number) =>
      plural(domains, { one: '# domaine laissé tel quel', other: '# domaines laissés tels quels' }),
    why: {
      'not-found': 'Quelqu’un l’a supprimé entre-temps.',
      'revision-is-stale': 'Quelqu’un l’a modifié entre-temps.',
      'host-not-used': 'Il n’utilise pas l’ancien hôte.',
      'user-attempt':
        'Un utilisateur a essayé ces serveurs ; seuls les paramètres d’un administrateur sont modifiés.',
    },
    other: {
      title: 'Une autre modification de nombreux domaines est en cours',
      detail: 'Attendez qu’elle soit terminée, puis réessayez.',
    },
    running: 'Une modification de nombreux domaines est en cours',
    show: 'Afficher',
    deleted: (domains: number) => `Les paramètres de ${count(domains)} sont supprimés.`,
    formats: { csv: 'CSV', ndjson: 'NDJSON' },
    format: 'Format',
    exportHelp: 'Le fichier peut être réimporté. Les tentatives d’utilisateurs n’y figurent pas.',
    exported: (lines: number) => plural(lines, { one: '# ligne reçue', other: '# lignes reçues' }),
    download: (domains: number) => `Exporter ${count(domains)}`,
  },
};

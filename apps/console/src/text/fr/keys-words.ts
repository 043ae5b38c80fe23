import { formats } from './formats';

const { plural } = formats;

/** The texts of the command palette and of the help for keys. */
export const keysWords = {
  palette: {
    title: 'Aller à',
    label: 'Page, action ou domaine',
    nothing: 'Rien ne porte ce nom',
    found: (count: number) => plural(count, { one: '# résultat', other: '# résultats' }),
  },
  keys: {
    title: 'Touches',
    list: [
      { keys: ['Ctrl K', '⌘ K'], does: 'Aller à une page, une action ou un domaine' },
      { keys: ['/'], does: 'Rechercher dans les domaines' },
      { keys: ['n'], does: 'Nouveaux paramètres IMAP' },
      { keys: ['j', 'k'], does: 'Domaine suivant et précédent de la liste' },
      { keys: ['Entrée'], does: 'Ouvrir le domaine sélectionné' },
      { keys: ['Échap'], does: 'Fermer un panneau ou une boîte de dialogue' },
      { keys: ['?'], does: 'Afficher ces touches' },
    ],
  },
};

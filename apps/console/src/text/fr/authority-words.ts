import type { authorityWords as english } from '../en/authority-words';

/** Texts about certificate authorities; part of the catalogue. */
export const authorityWords: typeof english = {
  title: 'Autorités de certification',
  lead: 'Les autorités que votre organisation gère. Leurs certificats sont acceptés pour les serveurs de vos domaines, et pour personne d’autre.',
  add: 'Ajouter une autorité',
  addTitle: 'Ajouter une autorité de certification',
  columns: ['Nom', 'Certificat', 'Fin', 'Ajout'],
  endsSoon: 'expire bientôt',
  ended: 'a expiré',
  remove: 'Supprimer',
  empty: 'Aucune autorité',
  emptyHelp:
    'Les serveurs ont besoin de certificats des autorités publiques. Ajoutez le certificat de votre autorité si les vôtres en viennent.',
  deletion: {
    title: (name: string) => `Supprimer « ${name} » ?`,
    detail:
      'Les serveurs dont les certificats viennent de cette autorité échouent dès leur prochain contrôle. Aucun mot de passe ne leur est plus envoyé.',
    confirm: 'Supprimer l’autorité',
  },
  form: {
    name: 'Nom',
    nameHelp: 'Le nom que vos collègues lui donnent, par exemple « Racine 2026 ».',
    pem: 'Certificat',
    pemHelp: 'Un seul certificat de l’autorité en PEM. Ne collez jamais sa clé privée ; Postern la refuse.',
    drop: 'Ou déposez le fichier ici',
    cannotBeAdded: 'Ce certificat ne peut pas être ajouté',
    submit: 'Ajouter l’autorité',
  },
};

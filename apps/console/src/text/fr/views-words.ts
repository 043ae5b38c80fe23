/** The texts of the views of the list that a browser keeps. */
export const viewsWords = {
  views: {
    region: 'Vues enregistrées',
    keep: 'Enregistrer cette vue',
    name: 'Nom de la vue',
    save: 'Enregistrer',
    forget: (name: string) => `Supprimer la vue ${name}`,
    copy: 'Copier le lien',
  },
};

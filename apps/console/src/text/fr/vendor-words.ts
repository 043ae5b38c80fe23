/** The texts of the operator's page with the vendor's name. */
export const vendorWords = {
  title: 'Nom du fournisseur',
  lead: 'Les listes d’autorisation, les règles de pare-feu et la fiche pour le service informatique indiquent qui souhaite se connecter. Saisissez le nom sous lequel vos clients vous connaissent.',
  name: 'Nom',
  nameHelp: 'Par exemple le nom de votre produit. 40 caractères au maximum.',
  save: 'Enregistrer',
  saved: (vendor: string) => `Enregistré : les nouvelles listes portent le nom ${vendor}`,
  unset: 'Aucun nom n’est défini. Une liste publiée maintenant porte le nom Postern.',
  sample:
    'Aucune liste n’est encore publiée, donc tous les fichiers portent la mention SAMPLE. Ils porteront votre nom dès la première liste que vous publierez.',
  published: (vendor: string) =>
    `La liste publiée indique ${vendor} et reste telle quelle. La prochaine liste que vous publierez portera le nouveau nom.`,
};

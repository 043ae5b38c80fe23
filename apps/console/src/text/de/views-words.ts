/** The texts of the views of the list that a browser keeps. */
export const viewsWords = {
  views: {
    region: 'Gespeicherte Ansichten',
    keep: 'Diese Ansicht speichern',
    name: 'Name der Ansicht',
    save: 'Speichern',
    forget: (name: string) => `Ansicht ${name} entfernen`,
    copy: 'Link kopieren',
  },
};

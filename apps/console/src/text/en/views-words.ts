/** The texts of the views of the list that a browser keeps. */
export const viewsWords = {
  views: {
    region: 'Saved views',
    keep: 'Save this view',
    name: 'Name of the view',
    save: 'Save',
    forget: (name: string) => `Remove the view ${name}`,
    copy: 'Copy link',
  },
};

/** The texts of the operator's page with the vendor's name. */
export const vendorWords = {
  title: 'Vendor’s name',
  lead: 'Allowlists, firewall rules and the sheet for IT say who wants to connect. Write the name under which your customers know you.',
  name: 'Name',
  nameHelp: 'For example the name of your product. At most 40 characters.',
  save: 'Save',
  saved: (vendor: string) => `Saved: new lists carry the name ${vendor}`,
  unset: 'No name is set. A list that is published now carries the name Postern.',
  sample:
    'No list is published yet, so all files say SAMPLE. They carry your name from the first list that you publish.',
  published: (vendor: string) =>
    `The published list says ${vendor}, and stays as it is. The next list that you publish carries the new name.`,
};

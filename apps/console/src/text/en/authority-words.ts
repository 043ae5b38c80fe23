/** Texts about certificate authorities; part of the catalogue. */
export const authorityWords = {
  title: 'Certificate authorities',
  lead: 'Authorities that your organisation runs itself. Certificates that they sign are accepted for the servers of your domains, and for nobody else.',
  add: 'Add an authority',
  addTitle: 'Add a certificate authority',
  columns: ['Name', 'Certificate', 'Ends', 'Added'],
  endsSoon: 'ends soon',
  ended: 'has ended',
  remove: 'Delete',
  empty: 'No authorities are added',
  emptyHelp:
    'Servers need certificates of the public authorities. Add the certificate of your own authority if yours come from there.',
  deletion: {
    title: (name: string) => `Delete “${name}”?`,
    detail:
      'Servers whose certificates come from this authority fail from their next check on. No password is sent to them any more.',
    confirm: 'Delete authority',
  },
  form: {
    name: 'Name',
    nameHelp: 'What your colleagues call it, for example “Office root 2026”.',
    pem: 'Certificate',
    pemHelp:
      'The root or intermediate certificate in PEM, one at a time. Never paste its private key; Postern refuses it.',
    drop: 'Or drop the file here',
    cannotBeAdded: 'This certificate cannot be added',
    submit: 'Add authority',
  },
};

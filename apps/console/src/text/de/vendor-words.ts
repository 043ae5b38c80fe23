/** The texts of the operator's page with the vendor's name. */
export const vendorWords = {
  title: 'Name des Anbieters',
  lead: 'Freigabelisten, Firewallregeln und das Merkblatt für die IT nennen, wer sich verbinden möchte. Geben Sie den Namen an, unter dem Ihre Kunden Sie kennen.',
  name: 'Name',
  nameHelp: 'Zum Beispiel der Name Ihres Produkts. Höchstens 40 Zeichen.',
  save: 'Speichern',
  saved: (vendor: string) => `Gespeichert: Neue Listen tragen den Namen ${vendor}`,
  unset: 'Kein Name ist gesetzt. Eine Liste, die jetzt veröffentlicht wird, trägt den Namen Postern.',
  sample:
    'Noch ist keine Liste veröffentlicht, deshalb steht in allen Dateien SAMPLE. Ihren Namen tragen sie ab der ersten Liste, die Sie veröffentlichen.',
  published: (vendor: string) =>
    `Die veröffentlichte Liste nennt ${vendor} und bleibt, wie sie ist. Die nächste Liste, die Sie veröffentlichen, trägt den neuen Namen.`,
};

import type { authorityWords as english } from '../en/authority-words';

/** Texts about certificate authorities; part of the catalogue. */
export const authorityWords: typeof english = {
  title: 'Zertifizierungsstellen',
  lead: 'Stellen, die Ihre Organisation selbst betreibt. Zertifikate von ihnen gelten für die Server Ihrer Domains und für niemanden sonst.',
  add: 'Stelle hinzufügen',
  addTitle: 'Zertifizierungsstelle hinzufügen',
  columns: ['Name', 'Zertifikat', 'Endet', 'Hinzugefügt'],
  endsSoon: 'endet bald',
  ended: 'ist abgelaufen',
  remove: 'Löschen',
  empty: 'Keine Stellen hinzugefügt',
  emptyHelp:
    'Server brauchen Zertifikate öffentlicher Stellen. Fügen Sie das Zertifikat Ihrer eigenen Stelle hinzu, wenn Ihre von dort kommen.',
  deletion: {
    title: (name: string) => `„${name}“ löschen?`,
    detail:
      'Server mit Zertifikaten dieser Stelle fallen bei ihrer nächsten Prüfung durch. An sie wird kein Passwort mehr gesendet.',
    confirm: 'Stelle löschen',
  },
  form: {
    name: 'Name',
    nameHelp: 'Wie Ihre Kollegen sie nennen, zum Beispiel „Hauptstelle 2026“.',
    pem: 'Zertifikat',
    pemHelp:
      'Ein einzelnes Zertifikat der Stelle in PEM. Fügen Sie nie den privaten Schlüssel ein; Postern lehnt ihn ab.',
    drop: 'Oder legen Sie die Datei hier ab',
    cannotBeAdded: 'Dieses Zertifikat kann nicht hinzugefügt werden',
    submit: 'Diese Stelle hinzufügen',
  },
};

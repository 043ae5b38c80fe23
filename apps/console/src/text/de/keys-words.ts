import { formats } from './formats';

const { number } = formats;

/** The texts of the command palette and of the help for keys. */
export const keysWords = {
  palette: {
    title: 'Gehe zu',
    label: 'Seite, Aktion oder Domain',
    nothing: 'Nichts heißt so',
    found: (count: number) => `${number(count)} gefunden`,
  },
  keys: {
    title: 'Tasten',
    list: [
      { keys: ['Strg K', '⌘ K'], does: 'Zu einer Seite, Aktion oder Domain gehen' },
      { keys: ['/'], does: 'Domains durchsuchen' },
      { keys: ['n'], does: 'Neue IMAP-Einstellungen' },
      { keys: ['j', 'k'], does: 'Nächste und vorige Domain der Liste' },
      { keys: ['Eingabe'], does: 'Die fokussierte Domain öffnen' },
      { keys: ['Esc'], does: 'Einen Bereich oder Dialog schließen' },
      { keys: ['?'], does: 'Diese Tasten anzeigen' },
    ],
  },
};

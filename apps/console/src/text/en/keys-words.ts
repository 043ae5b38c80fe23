import { formats } from './formats';

const { number } = formats;

/** The texts of the command palette and of the help for keys. */
export const keysWords = {
  palette: {
    title: 'Go to',
    label: 'Page, action or domain',
    nothing: 'Nothing has this name',
    found: (count: number) => `${number(count)} found`,
  },
  keys: {
    title: 'Keys',
    list: [
      { keys: ['Ctrl K', '⌘ K'], does: 'Go to a page, an action or a domain' },
      { keys: ['/'], does: 'Search the domains' },
      { keys: ['n'], does: 'New IMAP settings' },
      { keys: ['j', 'k'], does: 'Next and previous domain of the list' },
      { keys: ['Enter'], does: 'Open the domain that has the focus' },
      { keys: ['Esc'], does: 'Close a panel or a dialog' },
      { keys: ['?'], does: 'Show these keys' },
    ],
  },
};

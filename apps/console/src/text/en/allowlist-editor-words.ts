import { formats } from './formats';

const { number, plural } = formats;
const entries = (count: number) => plural(count, { one: '# entry', other: '# entries' });
const lines = (count: number) => plural(count, { one: '# line', other: '# lines' });

/** The texts of the page on which an operator writes and publishes the allowlist. */
export const allowlistEditorWords = {
  title: 'Allowlist editor',
  lead: 'Write the next revision of the list, check it, and publish it. Until then nobody but you sees your changes.',
  toList: 'Published list',
  basedOn: (revision: number) => `Based on revision ${revision}`,
  sample: {
    title: 'No list of your own is published yet',
    detail:
      'The addresses that are published now are a sample of another vendor, so this list begins empty. Paste your own addresses.',
  },
  undo: 'Undo',
  startAgain: 'Discard all changes',
  discarded: 'All changes are discarded.',
  add: {
    title: 'Add addresses',
    lead: 'Paste one prefix a line, with the protocol behind it if you like, or a list that was exported as text, CSV or JSON.',
    lines: 'Addresses',
    placeholder: '198.51.100.0/27\n198.51.100.64/27 smtp',
    drop: 'or drop a file with them here',
    protocol: 'Protocol',
    noProtocol: 'as in each line',
    dataCenter: 'Data centre',
    state: 'State',
    activeFrom: 'In use from',
    ownStates: 'The lines have states and dates of their own.',
    submit: (count: number) => (count === 0 ? 'Add' : `Add ${entries(count)}`),
    replace: (count: number) => `Replace the list by ${entries(count)}`,
    blank: (count: number) =>
      plural(count, {
        one: '# line without an address is skipped.',
        other: '# lines without an address are skipped.',
      }),
    listed: (count: number) =>
      plural(count, {
        one: '# entry is in the list already and stays as it is.',
        other: '# entries are in the list already and stay as they are.',
      }),
    wrongTitle: (count: number) => `${lines(count)} cannot be added`,
    line: (line: number) => `Line ${line}`,
    more: (count: number) => `and ${number(count)} more`,
    repairAll: (count: number) => `Use all ${number(count)} suggestions`,
    added: (count: number) => `${entries(count)} added.`,
    replaced: (count: number) => `The list is replaced by ${entries(count)}.`,
  },
  fields: {
    cidr: 'Address or prefix',
    protocol: 'Protocol',
    dataCenter: 'Data centre',
    state: 'State',
    activeFrom: 'In use from',
    retireAfter: 'In use until',
    note: 'Note',
  },
  dateHelp: 'A whole day in UTC.',
  everyDataCenter: 'Every data centre',
  /** A text in place of the schema's message, which is for programmers; `undefined` keeps the schema's. */
  messageFor: (path: string, code: string): string | undefined => {
    if (path === 'protocol')
      return code === 'required'
        ? 'Which list is it for? Choose a protocol, or write it behind the address.'
        : 'There is no list for this protocol.';
    if (path === 'cidr' && code === 'required') return 'An address is missing.';
    if (path === 'state') return 'A state is announced, active or retiring.';
    if (path === 'activeFrom' || path === 'retireAfter') return 'Write a date like 2027-02-01.';
    if (code === 'not-json') return 'This begins like JSON, but it is not complete.';
    if (code === 'unknown-field') return 'A line has an address and a protocol, nothing else.';
    return undefined;
  },
  table: {
    title: 'The list',
    label: 'Entries of the list',
    columns: ['Addresses', 'Protocol', 'Data centre', 'State', 'Note'],
    actions: 'Actions',
    search: 'Find an address or a note',
    searchPlaceholder: 'Address or note',
    count: entries,
    empty: 'The list has no entries',
    emptyHelp: 'Paste the addresses from which you connect to your customers’ servers.',
    noMatch: 'No entry fits',
    more: (count: number) => `Show ${number(count)} more`,
    new: 'New',
    changed: 'Changed',
    retire: 'Retire',
    retireIt: (cidr: string) => `Retire ${cidr}`,
    edit: (cidr: string) => `Change ${cidr}`,
    remove: (cidr: string) => `Remove ${cidr}`,
    removed: (cidr: string) => `${cidr} is removed.`,
    edited: (cidr: string) => `${cidr} is changed.`,
  },
  entry: {
    retireTitle: (cidr: string) => `Retire ${cidr}`,
    retireHelp:
      'Firewalls let these addresses in until that day, and your customers are told. Remove the entry afterwards.',
    editTitle: (cidr: string) => `Change ${cidr}`,
    retire: 'Retire',
    save: 'Change',
  },
  dataCenters: {
    title: 'Data centres',
    lead: 'Customers get the addresses of their data centre and those of every data centre.',
    columns: ['Id', 'Name', 'Entries'],
    actions: 'Actions',
    id: 'Id',
    idHelp: 'Short and lasting, like eu1.',
    label: 'Name',
    add: 'Add data centre',
    rename: (id: string) => `Name of ${id}`,
    remove: (id: string) => `Remove data centre ${id}`,
    added: (id: string) => `Data centre ${id} is added.`,
    renamed: (id: string) => `Data centre ${id} is renamed.`,
    removed: (id: string) => `Data centre ${id} is removed.`,
    taken: 'There is a data centre with this id already.',
  },
  check: {
    title: 'Check and publish',
    lead: 'A check compares your list with the published one and looks for mistakes. Nothing is published by it.',
    submit: 'Check',
    outdated: 'You changed the list since this check. Check it again before you publish.',
    refused: 'This list has errors. Correct them and check again.',
    passed: 'No mistakes found.',
    show: (cidr: string) => `Show ${cidr}`,
    more: (count: number) => `and ${number(count)} more`,
    difference: (revision: number) => `What changes against revision ${revision}`,
    noChanges: 'No entry comes, goes or changes its state.',
    come: (size: string) => `${size} come`,
    go: (size: string) => `${size} go`,
    stay: 'the same addresses as before',
    counts: (added: number, removed: number, changed: number) =>
      `${number(added)} added, ${number(removed)} removed, ${number(changed)} changed`,
    publish: 'Publish',
    published: (revision: number) => `Revision ${revision} is published`,
    publishedHelp: 'Firewalls that fetch the list get it from now on.',
    stale: {
      title: 'Another revision was published in the meantime',
      detail:
        'Nothing of yours is published or lost. Compare your list with the new revision, then publish it.',
      compare: 'Compare again',
    },
  },
};

import { formats } from './formats';

const { number, plural } = formats;

const count = (domains: number) => plural(domains, { one: '# domain', other: '# domains' });

/** The texts of actions on many domains, and of the selection before them. */
export const bulkWords = {
  bulk: {
    select: (domain: string) => `Select ${domain}`,
    selectAll: (total: number) => `Select all ${count(total)}`,
    selected: (domains: number) => `${count(domains)} selected`,
    region: 'Selected domains',
    clear: 'Clear the selection',
    domains: count,
    actions: { verify: 'Verify', 'set-host': 'Change a host', export: 'Export', delete: 'Delete' },
    titles: {
      verify: 'Verify the selected domains',
      'set-host': 'Change a host',
      export: 'Export the selected domains',
      delete: 'Delete the selected settings',
    },
    confirm: {
      verify: (domains: number) => `Verify ${count(domains)}`,
      'set-host': (domains: number) => `Change ${count(domains)}`,
      delete: (domains: number) => `Delete the settings of ${count(domains)}`,
    },
    would: {
      verify: (domains: number) => `${count(domains)} will be verified.`,
      'set-host': (domains: number) => `The host of ${count(domains)} will be changed and verified.`,
      delete: (domains: number) => `The settings of ${count(domains)} will be deleted.`,
    },
    nothing: {
      verify: 'All selected domains are being verified already.',
      'set-host': 'No selected domain has this host.',
      delete: 'The selected domains are deleted already.',
    },
    skipped: {
      verify: (domains: number) => `${count(domains)} being verified already.`,
      'set-host': (domains: number) => `${count(domains)} without this host stay as they are.`,
      delete: () => '',
    },
    deleteHelp:
      'Nothing is filled in for new connections on these domains. Mailboxes that are already connected are not affected. For ten seconds after you close this window you can undo it, without the history; export them first to keep a copy.',
    changedMeanwhile:
      'A domain that somebody changes before its turn is left as it is, and named at the end.',
    first: 'The first of them',
    more: (domains: number) => `and ${number(domains)} more`,
    columns: { domain: 'Domain', server: 'Server', from: 'Old host', to: 'New host', why: 'Why' },
    oldHost: 'Old host',
    newHost: 'New host',
    servers: 'Servers',
    preview: 'Preview',
    back: 'Back',
    close: 'Close',
    stop: 'Stop',
    stopping: 'It stops after the domains that it is at.',
    progress: (done: number, all: number) => `${number(done)} of ${count(all)}`,
    progressLabel: 'Progress',
    running: 'A change of many domains is running',
    show: 'Show',
    deleted: (domains: number) => `The settings of ${count(domains)} are deleted.`,
    goesOn: 'It goes on if you leave this page.',
    ended: {
      running: '',
      done: (changed: number, domains: number) => `${number(changed)} of ${count(domains)} done`,
      stopped: (changed: number, domains: number) => `Stopped: ${number(changed)} of ${count(domains)} done`,
      interrupted: (changed: number, domains: number) =>
        `Interrupted: ${number(changed)} of ${count(domains)} done. Select the others and repeat it.`,
    },
    failed: (domains: number) =>
      plural(domains, { one: '# domain left as it was', other: '# domains left as they were' }),
    why: {
      'not-found': 'Somebody deleted it in the meantime.',
      'revision-is-stale': 'Somebody changed it in the meantime.',
      'host-not-used': 'It does not have the old host.',
      'user-attempt': 'A user tried these servers; only settings of an admin are changed.',
    },
    other: {
      title: 'Another change of many domains is running',
      detail: 'Wait until it has ended, then try again.',
    },
    formats: { csv: 'CSV', ndjson: 'NDJSON' },
    format: 'Format',
    exportHelp: 'The file can be imported again. Attempts by users are left out.',
    exported: (lines: number) => plural(lines, { one: '# line received', other: '# lines received' }),
    download: (domains: number) => `Export ${count(domains)}`,
  },
};

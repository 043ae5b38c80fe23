import { formats } from './formats';

const { number, plural } = formats;

/** The texts of the operator's page about what waits to be verified. */
export const queueWords = {
  title: 'Queue',
  lead: 'Verifications of all accounts that wait or run, and searches for servers, oldest first.',
  discovery: 'Search for servers at',
  empty: 'Nothing waits',
  emptyHelp:
    'Workers have done all that was queued. What is saved, verified or searched for next is listed here until it is done.',
  columns: ['Account', 'Servers', 'Queued', 'State', 'Why'],
  states: { waiting: 'Waiting', dispatched: 'With a worker', running: 'Running' },
  urgencies: { person: 'A person waits', import: 'Import', lost: 'Lost twice', search: 'Weekly search' },
  actions: 'Actions',
  putBack: 'Put back',
  cancel: 'Cancel',
  ofAccount: (servers: string) => `the check of ${servers}`,
  noWorker: 'No worker is running: nothing is verified until one starts.',
  workers: (count: number, dataCenter: string | null) =>
    `${plural(count, { one: '# worker', other: '# workers' })} for ${dataCenter ?? 'all data centres'}`,
  waiting: (count: number) => `${number(count)}${count >= 10_000 ? ' or more' : ''} waiting`,
};

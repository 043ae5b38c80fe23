import type { SetSize } from '@postern/core/prefix-set';
import { formats } from './formats';

const { list, number, plural } = formats;

const sizeOf = ({ addresses, networks }: SetSize) =>
  list([
    ...(addresses === 0 ? [] : [plural(addresses, { one: '# address', other: '# addresses' })]),
    ...networks.map(({ length, count }) => `${number(count)} × /${length}`),
  ]);

const allowlistNames = { imap: 'IMAP', smtp: 'SMTP', exchange: 'Exchange', webhook: 'Webhooks' };

/** Texts about the allowlist and firewall rules. */
export const networkWords = {
  allowlist: {
    title: 'IP allowlist',
    lead: 'All connections to your mail servers come from these addresses. Send them to your IT team. IMAP and SMTP have separate lists, each for its own ports.',
    handover: 'Sheet for IT',
    edit: 'Change the list',
    empty: 'There are no addresses for this data centre',
    toOwn: 'Back to your own list',
    dataCenter: 'Data centre',
    ownDataCenter: (label: string | null) =>
      label === null ? 'Valid for every data centre' : `${label} (yours)`,
    everyDataCenter: 'every data centre',
    lists: allowlistNames,
    size: sizeOf,
    count: (prefixes: number, size: SetSize) =>
      `${plural(prefixes, { one: '# prefix', other: '# prefixes' })}, ${sizeOf(size)}`,
    copyAll: 'Copy all',
    download: (format: string) => `Download ${format}`,
    formats: { text: 'Text', csv: 'CSV', json: 'JSON' },
    feed: 'Address for firewalls that fetch the list',
    copyFeed: 'Copy the address',
    feedHelp:
      'One prefix per line, no comments. The firewall signs in with an access token of the role Network, either as a bearer token or as a password with any user name.',
    states: { announced: 'Announced', active: 'Active', retiring: 'Retiring' },
    movingDate: (state: string, date: string | null) =>
      date === null ? '' : state === 'announced' ? `in use from ${date}` : `no longer used after ${date}`,
    revisionTitle: 'Revision',
    revision: (revision: number) => `Revision ${revision}`,
    published: (vendor: string) => `Published for ${vendor}`,
    digest: 'SHA-256 of the list',
    copyDigest: 'Copy the digest',
    changes: 'Recent changes',
    firstRevision: 'This is the first revision.',
    noChanges: 'Nothing has changed in the last revisions.',
    allChanges: (count: number) => `Show all ${number(count)} changes`,
    changeKinds: { added: 'Added', removed: 'Removed' },
    changeAbout: (protocol: keyof typeof allowlistNames, place: string, date: string) =>
      `${allowlistNames[protocol]} · ${place} · ${date}`,
  },
  match: {
    title: 'Would this address get through?',
    source: 'Source address',
    destination: 'Your mail server',
    port: 'Port',
    placeholders: { source: '54.174.62.196', destination: 'imap.example.com', port: '993' },
    ask: 'Find out',
    verdicts: { allow: 'Yes, a rule allows it', none: 'No rule allows it', deny: 'No, a rule denies it' },
    rule: 'Rule:',
  },
  firewall: {
    title: 'Firewall rules',
    lead: 'Rules for your own equipment, made from the allowlist and the servers of your domains. They only allow our addresses; other connections stay as they are unless you choose otherwise.',
    handover: 'Sheet for IT',
    target: 'Equipment',
    proof: (proof: string) => `Tested with: ${proof}.`,
    domains: 'Domains',
    domainsHelp: 'Rules are made for the servers of these domains.',
    allDomains: 'All configured domains',
    domainsMore: 'Rules are made for the servers of these domains. Type to search among all of them.',
    addresses: {
      title: 'Addresses of your servers',
      help: 'Rules for your own firewall need the addresses of your servers, public and private ones if it translates between them.',
      propose: 'Use the addresses of the last verification',
      noneFound: 'The last verification has found no further address.',
      invalid: (address: string) => `“${address}” is not an IP address.`,
      uses: { public: 'public', private: 'private' },
      more: (count: number) =>
        plural(count, {
          one: '# more server is not shown. Choose domains above to enter the addresses of their servers.',
          other:
            '# more servers are not shown. Choose domains above to enter the addresses of their servers.',
        }),
    },
    exclusive: {
      title: 'These rules cut off everybody who is not listed',
      detail:
        'They refuse every address that they do not name, including phones, offices and other mail servers. Add those as further sources first.',
      confirm: 'I have added every other address that needs access',
    },
    noDomain: 'No domain matches',
    result: 'Rules',
    revision: (revision: number) => `Made from revision ${revision}`,
    zip: 'Download zip',
    copy: 'Copy',
    download: 'Download',
    removes: 'Files for updates and removal',
    removesHelp:
      'The file for updates also deletes what is gone since an earlier revision: apply it after the other files. The file that removes everything is only to undo.',
    previous: 'Previous revision',
    previousHelp:
      'The revision of the list that the device has now, e.g. 4. A further file then removes what is gone since.',
    check: {
      title: 'Compare with what is on the device',
      lead: 'Run this on the device, then paste what it prints or drop it here as a file. Nothing is stored.',
      command: 'Command for the device',
      deployed: 'What the device prints',
      drop: 'Drop the file here',
      protocol: 'Which list it is',
      compare: 'Compare',
      states: {
        same: (revision: number) => `The device does what revision ${revision} says`,
        drifted: (revision: number) => `The device differs from revision ${revision}`,
        unknown: () => 'That cannot be compared',
      },
      columns: ['Difference', 'From', 'To', 'Port'],
      differences: { missing: 'Not let in', wider: 'Too wide', gone: 'Missing', unread: 'Not understood' },
      anywhere: 'any',
      moreSources: (sources: string, count: number) => `${sources} and ${number(count)} more`,
      more: (count: number) =>
        plural(count, { one: '# more difference is not shown.', other: '# more differences are not shown.' }),
      repair: 'Files that repair it',
    },
    noFiles: 'There are no rules to show. The notes above say why.',
    onePerLine: 'One per line.',
    pairPerLine: 'One per line, written as name = value.',
  },
  handover: {
    title: 'Sheet for IT',
    lead: 'One page for your IT team: what to allow and why, how to test it, and how to undo it.',
    print: 'Print or save as PDF',
    note: 'A note to your IT team',
    notePlaceholder: 'Please open this before Friday; questions to jane@example.com.',
  },
};

const parameterNames: Readonly<Record<string, string>> = {
  mode: 'Mode',
  place: 'Where the rules run',
  table: 'Table',
  chain: 'Chain',
  removed: 'Removed prefixes',
  furtherSources: 'Further sources',
  accessList: 'Access list',
  feedUrl: 'Feed URL',
  format: 'Format',
  note: 'Note',
};

/** Words about the allowlist and firewall rules; part of the catalogue in `text.ts`. */
export const networkWords = {
  allowlist: {
    title: 'IP allowlist',
    lead: 'Our outbound addresses: connections to your mail servers come from these and no others. Send them to your IT team. SMTP and IMAP are two lists, each for its own ports.',
    handover: 'Sheet for IT',
    empty: 'There are no addresses for this data centre',
    toOwn: 'Back to your own list',
    dataCenter: 'Data centre',
    ownDataCenter: (label: string | null) =>
      label === null ? 'Valid for every data centre' : `${label} (yours)`,
    everyDataCenter: 'every data centre',
    imap: 'IMAP',
    smtp: 'SMTP',
    count: (prefixes: number, addresses: bigint) =>
      `${prefixes} ${prefixes === 1 ? 'prefix' : 'prefixes'}, ${addresses.toLocaleString('en')} addresses`,
    copyAll: 'Copy all',
    download: (format: string) => `Download ${format}`,
    formats: { text: 'Text', csv: 'CSV', json: 'JSON' },
    feed: 'Feed for firewalls that poll',
    copyFeed: 'Copy the feed’s address',
    feedHelp:
      'One prefix a line, no comments. Send an access token of the role Network as Bearer token, or as the password of Basic authentication.',
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
    allChanges: (count: number) => `Show all ${count} changes`,
    changeKinds: { added: 'Added', removed: 'Removed' },
    changeAbout: (protocol: string, place: string, date: string) =>
      `${protocol.toUpperCase()} · ${place} · ${date}`,
  },
  match: {
    title: 'Would this address get through?',
    source: 'Source address',
    destination: 'Your mail server',
    port: 'Port',
    placeholders: { source: '54.174.62.196', destination: 'imap.example.com', port: '993' },
    ask: 'Find out',
    verdicts: { allow: 'Yes, it is let in', none: 'No rule lets it in', deny: 'No, it is denied' },
    rule: 'By rule',
  },
  firewall: {
    title: 'Firewall rules',
    lead: 'Rules for your own equipment, made from the allowlist and the ports of your own domains. They only add: nobody else is cut off unless you ask for it.',
    handover: 'Sheet for IT',
    target: 'Equipment',
    proof: (proof: string) => `Tested with: ${proof}.`,
    domains: 'Domains',
    domainsHelp: 'Rules are made for the servers of these domains.',
    allDomains: 'All configured domains',
    noDomain: 'No such domain',
    result: 'Rules',
    revision: (revision: number) => `Made from revision ${revision}`,
    zip: 'Download zip',
    copy: 'Copy',
    download: 'Download',
    noFiles: 'There is nothing to render: see the notes above.',
    onePerLine: 'One a line.',
    pairPerLine: 'One a line, as name = value.',
    parameterName: (name: string) => {
      const spaced = name.replace(/([A-Z])/g, ' $1').toLowerCase();
      return parameterNames[name] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
    },
  },
  handover: {
    title: 'Sheet for IT',
    lead: 'What to open, why, how to test it and how to take it back: one page for whoever runs the firewall.',
    print: 'Print or save as PDF',
    note: 'A sentence to your IT team',
    notePlaceholder: 'Please open this before Friday; questions to jane@example.com.',
  },
};

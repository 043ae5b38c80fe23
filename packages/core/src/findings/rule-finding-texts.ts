type Host = { readonly host: string };

/** Where a device compares addresses, and which of a server's addresses a rule on it therefore names. */
const addressSides = {
  asa: ['private', 'ASA access lists name the real address, after NAT (since 8.3)'],
  fortigate: ['private', 'with a NAT the policy must name your VIP object instead (see “Virtual IPs”)'],
  opnsense: ['private', 'OPNsense filters after port forwarding'],
  'pan-os': ['public', 'PAN-OS rules name the address before NAT and the zone after it'],
  pfsense: ['private', 'the firewall filters after port forwarding'],
  routeros: ['private', 'RouterOS filters after dst-nat'],
  srx: ['private', 'the SRX looks policies up after destination NAT'],
  windows: ['private', 'the rules run on the server itself'],
} as const;
export type AddressedDevice = keyof typeof addressSides;

/** The English texts of findings about rules and rendered files, by their code. */
export const ruleFindingTexts = {
  'list-errors': ({ errors }: { readonly errors: number }) =>
    `The list has ${errors} more errors; postern allowlist lint names them all`,
  // Without `list` it is the customer's own further sources.
  'sources-too-broad': ({ list, prefix }: { readonly list?: string; readonly prefix: string }) =>
    `${list === undefined ? '“Further sources”' : `The ${list} list`} adds up to ${prefix}, which is too wide for a rule; no file was written`,
  'host-refused': ({ owner }: { readonly owner?: string }) =>
    `A server of ${owner ?? 'a webhook'} has no usable name or port; it gets no rule`,
  'hosted-provider': ({ host, provider }: Host & { readonly provider: string }) =>
    `${host} is run by ${provider}: no firewall of yours stands before it, so it needs no rule`,
  'webhook-list-empty': () => 'The vendor lists no addresses for webhooks, so their receivers get no rule',
  'no-servers': () => 'No server of your own is configured, so there is nothing to open',
  'family-empty': ({ family, list }: { readonly family: 4 | 6; readonly list: string }) =>
    `The vendor lists no IPv${family} addresses for ${list}, so there is no rule for them`,
  'set-empty': ({ list }: { readonly list: string }) =>
    `The vendor lists no addresses for ${list}: no rule was made (an empty list never means any)`,
  'exchange-union': () =>
    'The vendor does not say which list Exchange uses; the Exchange rules allow the union of the SMTP and the IMAP list',
  'destination-unknown': ({ host }: Host) =>
    `The address of ${host} was not given: fill in the marked place (names are not resolved here)`,
  'destination-without-family': ({ host, family }: Host & { readonly family: 4 | 6 }) =>
    `${host} has no IPv${family} address, so the vendor's IPv${family} addresses get no rule for it`,
  'destination-unused': ({ host }: Host) =>
    `Addresses were given for ${host}, which none of the settings names`,
  placeholder: ({ marks, more }: { readonly marks: readonly string[]; readonly more: number }) =>
    `Fill in before use: ${marks.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  'address-side': ({ device }: { readonly device: AddressedDevice | 'pods' }) => {
    if (device === 'pods')
      return 'Ports are the pods’ own, behind the Service; pods are found by their labels, and addresses of servers are not used';
    const [side, reason] = addressSides[device];
    return `Destinations are the servers’ ${side} addresses and ports: ${reason}`;
  },
  'feed-token': () =>
    'The device polls with Basic authentication; its password is a token of the role network. In a console, ? asks for help: load the commands as a file, or type Ctrl-V before it',
  'feed-token-expiry': () =>
    'PAN-OS stops enforcing a list whose authentication fails: use a token that does not expire before you replace it',
  guide: ({ guide }: { readonly guide: string }) =>
    `The device can also read the lists by itself: GET /v1/firewall/guides/${guide} says how`,
  order: ({ what, field }: { readonly what: 'policies' | 'rules'; readonly field: string }) =>
    `New ${what} come last, perhaps below a deny: fill in “${field}”, or move them once`,
  'sasl-included': () =>
    'The SMTP list is in allow_nets too: Postfix asks this passdb for logins on its submission services (SASL)',
  // Without `ports` it is about Dovecot, and with them about pods.
  'excludes-others': ({
    ports,
    isUnlessIsolated = false,
  }: {
    readonly ports?: readonly string[];
    readonly isUnlessIsolated?: boolean;
  }) =>
    ports === undefined
      ? 'allow_nets turns every other address away, phones and offices too: name those in “Further sources”'
      : `${isUnlessIsolated ? 'A policy isolates the pods that it selects, unless a policy of yours does so already' : 'These policies isolate the pods'}: only the listed sources reach ports ${ports.join(', ')} of them; everybody else, and every other port such as 25, 443 or one for health checks, is closed unless a policy of yours opens it, so make that policy first`,
  // Without `host` it is about firewalld.
  'exclusive-refused': ({ host, port }: { readonly host?: string; readonly port?: number }) =>
    host === undefined
      ? 'firewalld knows no exclusive mode of ours: choose another “Form” or “Mode”'
      : `Port ${port} of ${host} stays open to others: closing it would cut off public mail or phones; fill in “Further sources” first`,
  'needs-plugin': () =>
    'Only a network plugin with support for NetworkPolicy, e.g. Calico or Cilium, does what these say; others take them and do nothing',
  'needs-version': () =>
    'Needs Cilium 1.16 or later: earlier ones know no policy that lets in and closes nothing, and kubectl refuses these there',
  'needs-jump': () =>
    'The role makes a chain and no jump to it: add “jump postern” to your own chain once, above its drop, and to your configuration of nftables',
  'source-translated': () =>
    'A policy sees the address of a node instead of the vendor’s unless the external traffic policy of the Services in front of the pods is Local, or the load balancer keeps source addresses; without that the vendor stays out',
  'slow-to-apply': ({ minutes, commands }: { readonly minutes: number; readonly commands: number }) =>
    `ufw takes about ${minutes} minutes for these ${commands} commands, and a script that is stopped leaves a part of them: the form ipset takes a second, see “Form”`,
  'rules-by-hand': () =>
    'Aliases let nobody in by themselves: postern-rules.md lists the rules that are made once',
  'table-size': ({ prefixes, needed }: { readonly prefixes: number; readonly needed: number }) =>
    `The lists have ${prefixes} prefixes: raise “Firewall Maximum Table Entries” above ${needed}, or the firewall loads no rules at all`,
  candidate: ({ device, header }: { readonly device: 'srx' | 'pan-os'; readonly header?: string }) =>
    device === 'srx'
      ? 'Copy the file to the device; in configuration mode, “load set” reads it, “commit check” tries it and “commit” applies all of it at once. A delete of what is not there yet is answered with a warning and does nothing'
      : `Type “set cli scripting-mode on”, then “configure”; paste, then “commit”. A delete of what is not there yet is answered with a complaint and does nothing. ${header}`,
  'address-book': () =>
    'Addresses are in the global address book (Junos 11.2 or later). Junos refuses the commit on a device that still has address books inside its security zones',
  'groups-grow': () =>
    'A group keeps members that are no longer listed until the file of what is gone is applied; it is written if the previous revision is named',
  'stale-rules': () =>
    'Rules for a server, port, list or address family that is gone stay: name the previous revision, and a file that removes them is written too',
  'policy-id-shared': ({
    first,
    second,
    policy,
  }: {
    readonly first: string;
    readonly second: string;
    readonly policy: number;
  }) => `The rules ${first} and ${second} would share policy ${policy}: give another “First policy id”`,
  'priority-taken': ({
    first,
    second,
    free,
  }: {
    readonly first: string;
    readonly second: string;
    readonly free: number;
  }) =>
    `The rules ${first} and ${second} would have the same priority in their network security group: give the second one another with the parameter priorityOffsets, for example ${second}=${free}`,
  quota: ({
    list,
    prefixes,
    most,
  }: {
    readonly list: string;
    readonly prefixes: number;
    readonly most: number;
  }) => `The ${list} list has ${prefixes} prefixes, more than one list of this kind holds (${most})`,
  'quota-rules': ({
    cloud,
    name,
    count,
    most,
  }: {
    readonly cloud: 'aws' | 'azure';
    readonly name: string;
    readonly count: number;
    readonly most: number;
  }) =>
    cloud === 'aws'
      ? `The rules for ${name} weigh ${count} against the ${most} that a security group holds by default: ask AWS for a higher quota first`
      : `The rules for ${name} have ${count} source prefixes, and a network security group holds ${most}: give the servers groups of their own, or lists of fewer prefixes`,
  'comment-cut': ({ characters }: { readonly characters: number }) =>
    `Comments are cut to ${characters} characters`,
  'not-atomic': () =>
    'A new revision is applied command by command: for a moment, old and new entries stand side by side',
};

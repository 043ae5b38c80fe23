import { countText } from '../count-text.js';

type Entry = { readonly entry: string };
type Protocol = { readonly protocol: 'imap' | 'smtp' };

/** The English texts of findings about an allowlist, by their code. `entry` is e.g. `192.0.2.0/24 (IMAP, eu1)`. */
export const listFindingTexts = {
  'list-empty': () => 'The list has no entries; rules made from it would cut the vendor off',
  'protocol-empty': ({ protocol }: Protocol) => `There is no ${protocol.toUpperCase()} entry`,
  'data-center-duplicate': ({ id }: { readonly id: string }) => `Data centre ${id} is listed twice`,
  'entry-duplicate': ({ entry }: Entry) => `${entry} is listed twice`,
  'prefix-too-broad': ({ entry }: Entry) => `${entry} covers more than a vendor's mail servers need`,
  'merged-too-broad': ({ prefix }: { readonly prefix: string }) =>
    `Entries add up to ${prefix}, which covers more than a vendor's mail servers need`,
  'prefix-documentation': ({ entry }: Entry) =>
    `${entry} is an example address (RFC 5737, RFC 3849), never routed`,
  'prefix-reserved': ({ entry }: Entry) =>
    `${entry} holds addresses that cannot connect over the internet (RFC 6890)`,
  'entry-shadowed': ({ entry, outer }: Entry & { readonly outer: string }) =>
    `${entry} lies inside ${outer} of the same list`,
  'date-missing': ({ entry, state }: Entry & { readonly state: 'announced' | 'retiring' }) =>
    `${entry} is ${state} without a date`,
  'dates-reversed': ({ entry }: Entry) => `${entry} retires before it is active`,
  'list-shrank': ({
    family,
    protocol,
    before,
    after,
  }: Protocol & { readonly family: 4 | 6; readonly before: string; readonly after: string }) =>
    `The IPv${family} list for ${protocol.toUpperCase()} shrinks from ${before} to ${after} addresses`,
  'active-before-date': ({ entry, date }: Entry & { readonly date: string }) =>
    `${entry} becomes active before ${date}, the announced date`,
  'removed-while-active': ({ entry }: Entry) =>
    `${entry} is removed while it is active; mark it as retiring first, so that nobody is cut off`,
  'removed-before-retire-date': ({ entry, date }: Entry & { readonly date: string }) =>
    `${entry} is removed before ${date}, the date until which it was to stay`,
  'vendor-unnamed': ({ name }: { readonly name: string }) =>
    `No vendor is named, so rules and the sheet for IT say “${name}”. Add the name under which your customers know you`,
  'accounts-without-data-center': ({ accounts }: { readonly accounts: number }) =>
    `${countText(accounts, 'account has', 'accounts have')} no data centre: only the entries that belong to none are for them, and no firewall rules`,
  'accounts-of-unknown-data-center': ({ accounts }: { readonly accounts: number }) =>
    `${countText(accounts, 'account has', 'accounts have')} a data centre that this list does not hold: no list and no firewall rules are for them`,
  // Without `known` it is about a list that is served, and with it about rules.
  'data-center-missing': ({
    prefixes,
    known,
  }: {
    readonly prefixes: number;
    readonly known?: readonly string[];
  }) =>
    known === undefined
      ? `No data centre is set, so ${countText(prefixes, 'prefix of a data centre is', 'prefixes of data centres are')} not in this list`
      : `No data centre is set, so ${countText(prefixes, 'prefix of a data centre', 'prefixes of data centres')} would be missing; set one of ${known.join(', ') || 'none'}`,
  // Without `known` the entries of the list name it, and with it an account.
  'data-center-unknown': ({
    id,
    known,
    prefixes,
  }: {
    readonly id: string;
    readonly known?: readonly string[];
    readonly prefixes?: number;
  }) =>
    known === undefined
      ? `Entries name data centre ${id}, which is not listed`
      : `The list has no data centre ${id} (it has ${known.join(', ') || 'none'}); ${countText(prefixes ?? 0, 'prefix belongs', 'prefixes belong')} to data centres`,
};

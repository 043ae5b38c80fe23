import { parseIpAddress } from '@postern/core/ip-address';
import { addressBits } from '@postern/core/prefix';
import { sourceUse } from '@postern/core/special-purpose-prefixes';
import type { RenderInput } from '../../api/firewall';
import type { MailSettings } from '../../api/mail-settings';
import type { Verification } from '../../api/verifications';

type Destinations = NonNullable<RenderInput['destinations']>;

/** An address that somebody typed, and on which side of a NAT it is. */
export type TypedAddress = { readonly text: string; readonly use: 'public' | 'private' | 'invalid' };

/** The names of the servers of some domains, each once, in the order of the domains. */
export function hostsOf(settings: readonly MailSettings[]): string[] {
  const hosts = settings.flatMap((each) =>
    each.kind === 'exchange' ? [new URL(each.exchange.url).hostname] : [each.imap.host, each.smtp.host],
  );
  // The rules need no address for a server that is named by its address.
  return [...new Set(hosts)].filter((host) => parseIpAddress(host.replace(/^\[|\]$/g, '')) === null);
}

/** Reads addresses that are separated by commas or spaces. */
export function readAddresses(typed: string): TypedAddress[] {
  return typed
    .split(/[\s,;]+/)
    .filter((text) => text !== '')
    .map((text) => ({ text, use: useOf(text) }));
}

function useOf(text: string): TypedAddress['use'] {
  const address = parseIpAddress(text);
  if (address === null) return 'invalid';
  const use = sourceUse({ ...address, length: addressBits(address.family) });
  return use === 'not-global' ? 'private' : 'public';
}

/** The addresses as the API takes them: with both sides where public and private ones are given, hosts without any left out. */
export function toDestinations(typed: Readonly<Record<string, string>>): Destinations {
  const known = Object.entries(typed).map(([host, words]) => [host, addressesOf(words)] as const);
  return Object.fromEntries(known.filter(([, addresses]) => addresses !== null)) as Destinations;
}

function addressesOf(words: string) {
  const addresses = readAddresses(words);
  const of = (use: TypedAddress['use']) =>
    addresses.filter((each) => each.use === use).map(({ text }) => text);
  const [publicAddresses, privateAddresses] = [of('public'), of('private')];
  if (publicAddresses.length > 0 && privateAddresses.length > 0) return { publicAddresses, privateAddresses };
  const all = [...publicAddresses, ...privateAddresses];
  return all.length === 0 ? null : all;
}

/** The addresses that a verification found for a server; none if its name could not be resolved. */
export function addressesFound({ endpoints }: Verification, host: string): string[] {
  const found = endpoints
    .filter((report) => report.host === host)
    .flatMap(({ steps }) => steps.map(({ facts }) => facts['addresses'] ?? facts['address']))
    .flat();
  return [...new Set(found)].filter((address) => typeof address === 'string');
}

import { z } from 'zod';
import { formatIpAddress, parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { portSchema } from '@postern/core/mail-settings';
import { addRefusal } from '@postern/core/problem';
import { parseServerHost } from '@postern/core/server-host';

const addressSchema = z
  .string()
  .transform((text, ctx) => {
    const address = parseIpAddress(text);
    if (address !== null) return formatIpAddress(unwrapMapped(address));
    const [, bare, length] = /^([^/]*)\/(\d{1,3})$/.exec(text) ?? [];
    const refusal =
      bare !== undefined && parseIpAddress(bare) !== null
        ? { message: `An address is needed, without /${length}`, suggestion: bare }
        : { message: 'This is not an IPv4 or IPv6 address' };
    addRefusal(ctx, text, { code: 'address-malformed', ...refusal });
    return z.NEVER;
  })
  .meta({ id: 'IpAddress', example: '192.0.2.10' });

const addressListSchema = z.array(addressSchema).min(1).max(16);

/** A port as the internet sees it, and the server's own behind a NAT, e.g. `{ "993": 10993 }`. */
const privatePortsSchema = z
  .record(z.string().regex(/^[1-9]\d{0,4}$/, 'A port from 1 to 65535'), portSchema)
  .meta({
    description: 'The server’s own port by the public one, where a NAT changes it.',
    example: { '993': 10993 },
  });

/** The addresses of one server: a list where there is no NAT, else both sides. */
const destinationAddressesSchema = z.union(
  [
    addressListSchema.transform((addresses) => ({ publicAddresses: addresses, privateAddresses: addresses })),
    z.strictObject({
      publicAddresses: addressListSchema,
      privateAddresses: addressListSchema,
      privatePorts: privatePortsSchema.optional(),
    }),
  ],
  { error: 'Write a list of addresses, or publicAddresses and privateAddresses' },
);

/** Addresses of the customer's servers by host name; hosts are read as in the settings. */
export const destinationsSchema = z
  .record(z.string(), destinationAddressesSchema)
  .transform((record, ctx) => {
    const entries = Object.entries(record).map(([text, addresses]) => {
      const parsed = parseServerHost(text);
      if (!parsed.ok) addRefusal(ctx, text, parsed, [text]);
      return [parsed.ok ? parsed.host : text, addresses] as const;
    });
    return Object.fromEntries(entries);
  })
  .meta({ id: 'Destinations', description: 'Addresses of your mail servers by host name.' });
type DestinationAddresses = {
  readonly publicAddresses: readonly string[];
  readonly privateAddresses: readonly string[];
  readonly privatePorts?: Readonly<Record<string, number>>;
};
export type Destinations = Readonly<Record<string, DestinationAddresses>>;

/** What a domain's settings say about its servers; `MailSettings` and `MailSettingsInput` fit. */
export type DomainServers =
  | {
      readonly domain: string;
      readonly kind: 'imap';
      readonly imap: { readonly host: string; readonly port: number };
      readonly smtp: { readonly host: string; readonly port: number };
      readonly origin?: 'admin' | 'attempt';
    }
  | {
      readonly domain: string;
      readonly kind: 'exchange';
      readonly exchange: { readonly url: string };
      readonly origin?: 'admin' | 'attempt';
    };

/** The part of an account that its firewall rules depend on. */
export type AccountSettings = {
  /** None: the unattributed entries only. Two during a migration. */
  readonly dataCenters: readonly string[];
  readonly domains: readonly DomainServers[];
  /** The URLs of the receivers of webhooks. */
  readonly webhooks?: readonly string[];
  readonly destinations?: Destinations;
};

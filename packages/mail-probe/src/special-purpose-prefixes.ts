import { isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';

/** Where clouds hand out credentials: Amazon, Azure, Google, Oracle, Alibaba. Opened only by naming the very address. */
export const metadataAddresses: readonly Prefix[] = prefixes(
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '192.0.0.192',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd00:ec2::253',
  'fd20:ce::254',
  'fe80::a9fe:a9fe',
);

/** Every address that reaches the machine itself; 0.0.0.0 and :: connect to loopback on Linux. */
export const loopbackPrefixes: readonly Prefix[] = prefixes('127.0.0.0/8', '0.0.0.0', '::1', '::');

function prefixes(...texts: string[]): Prefix[] {
  return texts.map((text) => {
    const parsed = parseEntry(text);
    if (!isPrefix(parsed)) throw new TypeError(`${text}: ${parsed.message}`);
    return parsed;
  });
}

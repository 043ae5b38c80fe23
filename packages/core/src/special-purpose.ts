import { isPrefix, parsePrefix, type Prefix } from './prefix.js';
import { lastAddress } from './prefix-set.js';

/** Blocks of the IANA special-purpose registries (RFC 6890) and multicast, from which no vendor can connect. */
const notGlobal = blocks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/3',
  '2001::/23',
  '2002::/16',
  '4000::/2',
  '8000::/1',
);

/** Blocks for examples (RFC 5737, RFC 3849, RFC 9637): never routed, so harmless in a list and useless too. */
const documentation = blocks(
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
  '3fff::/20',
);

/** Whether a prefix touches addresses that cannot be a source on the internet; `null` if it does not. */
export function specialPurpose(prefix: Prefix): 'not-global' | 'documentation' | null {
  if (touches(notGlobal, prefix)) return 'not-global';
  return touches(documentation, prefix) ? 'documentation' : null;
}

function touches(all: readonly Prefix[], prefix: Prefix): boolean {
  return all.some(
    (block) =>
      block.family === prefix.family &&
      block.value <= lastAddress(prefix) &&
      prefix.value <= lastAddress(block),
  );
}

function blocks(...texts: string[]): readonly Prefix[] {
  return texts.map(parsePrefix).filter(isPrefix);
}

import { formatIpAddress, parseIpAddress } from '@postern/core/ip-address';
import { findPrefix, lastAddress } from '@postern/core/prefix-set';
import type { RuleSet } from '../src/rule-set.js';

/** First − 1, first, last and last + 1 of every prefix of a protocol, with whether the list holds it. */
export function boundaries({ sets }: RuleSet, protocol: string): { address: string; isListed: boolean }[] {
  const own = sets.filter(({ origin }) => origin === protocol);
  const texts = own.flatMap(({ prefixes }) =>
    prefixes.flatMap((prefix) =>
      [prefix.value - 1n, prefix.value, lastAddress(prefix), lastAddress(prefix) + 1n].map((value) =>
        formatIpAddress({ family: prefix.family, value }),
      ),
    ),
  );
  return [...new Set(texts)].map((address) => ({
    address,
    isListed: own.some(({ prefixes }) => findPrefix(prefixes, parseIpAddress(address)!) !== null),
  }));
}

import { formatIpAddress, parseIpAddress, type IpAddress } from './ip-address.js';

/** A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3); the host bits of `value` are zero. */
export type Prefix = { readonly family: 4 | 6; readonly value: bigint; readonly length: number };

/** Why a text is not a prefix; `suggestion` is the repaired text where there is one. */
export type PrefixProblem = { readonly message: string; readonly suggestion?: string };

/** The bits of an address of a family. */
export function addressBits(family: 4 | 6): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/**
 * Reads `address/length` strictly. Host bits are an error with the masked prefix suggested, `/0` and IPv4-mapped
 * prefixes are refused. A bare address is refused too: `parseEntry` is the door where it becomes a /32 or /128.
 */
export function parsePrefix(text: string): Prefix | PrefixProblem {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const address = parseIpAddress(text);
    return address === null
      ? { message: `“${printable(text)}” is not an address in CIDR notation` }
      : {
          message: 'The prefix length is missing',
          suggestion: `${formatIpAddress(address)}/${addressBits(address.family)}`,
        };
  }
  const address = parseIpAddress(text.slice(0, slash));
  const length = parseLength(text, slash + 1);
  if (address === null || length < 0) {
    return { message: `“${printable(text)}” is not an address in CIDR notation` };
  }
  const { family, value } = address;
  const bits = addressBits(family);
  if (length > bits) return { message: `A prefix length of IPv${family} is at most ${bits}` };
  if (length === 0) return { message: 'A /0 would mean every address, which is never allowed' };
  if (family === 6 && value >> 32n === 0xffffn) {
    return { message: 'An IPv4-mapped prefix is ambiguous; write it as IPv4' };
  }
  if (BigInt.asUintN(bits - length, value) === 0n) return { family, value, length };
  return {
    message: 'Bits are set behind the prefix length',
    suggestion: formatPrefix(maskToPrefix(address, length)),
  };
}

/** One to three digits without a leading zero from an index to the end, -1 if there is something else. */
function parseLength(text: string, start: number): number {
  const digits = text.length - start;
  if (digits < 1 || digits > 3 || (digits > 1 && text.charCodeAt(start) === 48)) return -1;
  let length = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return -1;
    length = length * 10 + code - 48;
  }
  return length;
}

/** Like `parsePrefix`, and a bare address is the prefix that holds just it. */
export function parseEntry(text: string): Prefix | PrefixProblem {
  const address = text.includes('/') ? null : parseIpAddress(text);
  return parsePrefix(address === null ? text : `${text}/${addressBits(address.family)}`);
}

/** True for a parsed prefix, false for the reason why there is none. */
export function isPrefix(value: Prefix | PrefixProblem): value is Prefix {
  return 'length' in value;
}

/** The prefix of a given length that an address lies in. */
export function maskToPrefix(address: IpAddress, length: number): Prefix {
  const hostBits = BigInt(addressBits(address.family) - length);
  return { family: address.family, value: (address.value >> hostBits) << hostBits, length };
}

/** The prefix as `address/length`, RFC 5952 for IPv6. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatIpAddress(prefix)}/${prefix.length}`;
}

/** Whether an address lies in a prefix; never across families. */
export function prefixHolds(prefix: Prefix, address: IpAddress): boolean {
  const hostBits = BigInt(addressBits(prefix.family) - prefix.length);
  return prefix.family === address.family && prefix.value >> hostBits === address.value >> hostBits;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}

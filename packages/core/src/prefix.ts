import { formatIpAddress, parseIpAddress, type IpAddress } from './ip-address.js';

/** A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3); the host bits of `value` are zero. */
export type Prefix = { readonly family: 4 | 6; readonly value: bigint; readonly length: number };

/** The reason why a text is not a prefix; `suggestion` is the repaired text, if there is one. */
export type PrefixProblem = { readonly message: string; readonly suggestion?: string };

/** The value with the given number of low bits set. */
const hostMasks = Array.from({ length: 129 }, (_, bits) => (1n << BigInt(bits)) - 1n);

/** Returns the number of bits in an address of a family. */
export function addressBits(family: 4 | 6): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/**
 * Parses `address/length` strictly. Host bits are refused with the masked prefix as the suggestion; `/0` and
 * IPv4-mapped prefixes are refused. A bare address is refused too: only `parseEntry` reads it, as a /32 or /128.
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
  const address = parseIpAddress(text, slash);
  const length = parseLength(text, slash + 1);
  if (address === null || length < 0) {
    return { message: `“${printable(text)}” is not an address in CIDR notation` };
  }
  const { family, value } = address;
  const bits = addressBits(family);
  if (length > bits) return { message: `A prefix length of IPv${family} is at most ${bits}` };
  if (length === 0) return { message: 'A /0 would mean every address, which is never allowed' };
  if (family === 6 && value <= 0xffff_ffff_ffffn && value >> 32n === 0xffffn) {
    return { message: 'An IPv4-mapped prefix is ambiguous; write it as IPv4' };
  }
  if ((value & hostMasks[bits - length]!) === 0n) return { family, value, length };
  return {
    message: 'The address has bits set after the prefix length',
    suggestion: formatPrefix(maskToPrefix(address, length)),
  };
}

/**
 * Returns the number of one to three digits without a leading zero from an index to the end; -1 for any other text.
 */
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

/** Parses a prefix as `parsePrefix` does, and reads a bare address as a /32 or /128. */
export function parseEntry(text: string): Prefix | PrefixProblem {
  const address = text.includes('/') ? null : parseIpAddress(text);
  return parsePrefix(address === null ? text : `${text}/${addressBits(address.family)}`);
}

/** Whether the result of parsing is a prefix, not the reason why the text is none. */
export function isPrefix(value: Prefix | PrefixProblem): value is Prefix {
  return 'length' in value;
}

/** Returns the prefix of a given length that contains an address. */
export function maskToPrefix(address: IpAddress, length: number): Prefix {
  const hostBits = BigInt(addressBits(address.family) - length);
  return { family: address.family, value: (address.value >> hostBits) << hostBits, length };
}

/** Returns a prefix as the text `address/length`, with RFC 5952 notation for IPv6. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatIpAddress(prefix)}/${prefix.length}`;
}

/** Whether a prefix contains an address. An address of the other family is never contained. */
export function prefixHolds(prefix: Prefix, address: IpAddress): boolean {
  const hostBits = BigInt(addressBits(prefix.family) - prefix.length);
  return prefix.family === address.family && prefix.value >> hostBits === address.value >> hostBits;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}

/** An IP address as a number: `value` has 32 bits for family 4 and 128 for family 6. */
export type IpAddress = { readonly family: 4 | 6; readonly value: bigint };

/**
 * Parses an IPv4 or IPv6 address strictly: dotted decimal without leading zeros, octal, hex or short forms (RFC
 * 6943 §3.1.1 describes the attacks that loose forms allow), RFC 4291 text without a zone id for IPv6. Returns
 * `null` for any other text.
 */
export function parseIpAddress(text: string): IpAddress | null {
  if (text.includes(':')) return parseIpv6(text);
  const value = parseQuad(text);
  return value < 0 ? null : { family: 4, value: BigInt(value) };
}

/**
 * Returns the value of a dotted quad; -1 for any other text. Compares character codes, because this function parses
 * lists of 100,000 lines.
 */
function parseQuad(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 && octet >= 0 && dots < 3) {
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code >= 48 && code <= 57 && octet !== 0) {
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return -1;
    } else {
      return -1;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

function parseIpv6(text: string): IpAddress | null {
  const gap = text.indexOf('::');
  if (gap >= 0 && text.includes('::', gap + 1)) return null;
  const head = parseGroups(gap < 0 ? text : text.slice(0, gap), gap < 0);
  const tail = gap < 0 ? [] : parseGroups(text.slice(gap + 2), true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return null;
  const word = (index: number) =>
    (index < head.length ? head[index] : tail[index - head.length - missing]) ?? 0;
  // A JavaScript number is exact to 53 bits: three numbers hold the 128 bits of an address, with few conversions to
  // bigint.
  const high = (word(0) * 0x10000 + word(1)) * 0x10000 + word(2);
  const middle = (word(3) * 0x10000 + word(4)) * 0x10000 + word(5);
  const low = word(6) * 0x10000 + word(7);
  return { family: 6, value: (BigInt(high) << 80n) | (BigInt(middle) << 32n) | BigInt(low) };
}

/** Returns the groups of 16 bits of an IPv6 text; a dotted quad may end the address (RFC 4291 §2.2 form 3). */
function parseGroups(text: string, mayEndInQuad: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index]!;
    const group = parseHexGroup(part);
    if (group >= 0) {
      groups.push(group);
      continue;
    }
    const quad = mayEndInQuad && index === parts.length - 1 ? parseQuad(part) : -1;
    if (quad < 0) return null;
    groups.push(Math.floor(quad / 0x10000), quad % 0x10000);
  }
  return groups;
}

/** Returns the value of 1 to 4 hex digits; -1 for any other text. */
function parseHexGroup(text: string): number {
  if (text.length < 1 || text.length > 4) return -1;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const lower = code | 0x20;
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (lower >= 97 && lower <= 102) value = value * 16 + lower - 87;
    else return -1;
  }
  return value;
}

/** Returns the canonical text of an address: dotted decimal for IPv4, RFC 5952 for IPv6. */
export function formatIpAddress({ family, value }: IpAddress): string {
  if (family === 4) {
    const quad = Number(value);
    return `${quad >>> 24}.${(quad >>> 16) & 0xff}.${(quad >>> 8) & 0xff}.${quad & 0xff}`;
  }
  const groups = [
    ...wordsOf(Number(BigInt.asUintN(32, value >> 96n))),
    ...wordsOf(Number(BigInt.asUintN(32, value >> 64n))),
    ...wordsOf(Number(BigInt.asUintN(32, value >> 32n))),
    ...wordsOf(Number(BigInt.asUintN(32, value))),
  ];
  const zeros = longestZeroRun(groups);
  if (zeros.length < 2) return hexGroups(groups, 0, 8);
  return `${hexGroups(groups, 0, zeros.start)}::${hexGroups(groups, zeros.start + zeros.length, 8)}`;
}

/** Returns the two groups of 16 bits in a number of 32 bits. */
function wordsOf(bits: number): [number, number] {
  return [bits >>> 16, bits & 0xffff];
}

function hexGroups(groups: readonly number[], from: number, to: number): string {
  let text = '';
  for (let index = from; index < to; index += 1)
    text += `${index > from ? ':' : ''}${groups[index]!.toString(16)}`;
  return text;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/**
 * Returns the IPv4 address in an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2), and any other
 * address unchanged.
 */
export function unwrapMapped(address: IpAddress): IpAddress {
  return address.family === 6 && address.value >> 32n === 0xffffn
    ? { family: 4, value: address.value & 0xffffffffn }
    : address;
}

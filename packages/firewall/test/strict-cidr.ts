import { isIP } from 'node:net';

/** A fault of a rendered file. Any other error is a fault of the test. */
export class Fault extends Error {}

/** The bits of an address as text, worked out apart from core: by digits, not by arithmetic. */
function bitsOf(address: string): string {
  if (isIP(address) === 4)
    return address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  const [head, tail] = address.split('::') as [string, string | undefined];
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const missing = 8 - groups(head).length - groups(tail).length;
  const all =
    tail === undefined
      ? groups(head)
      : [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** Throws unless the text is `address/length` without host bits, as every target wants it. */
export function strictCidr(text: string): string {
  const parts = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(text);
  const family = parts === null ? 0 : isIP(parts[1]!);
  if (parts === null || family === 0) throw new Fault(`not a prefix: ${text}`);
  const length = Number(parts[2]);
  if (length < 1 || length > (family === 4 ? 32 : 128)) throw new Fault(`not a length: ${text}`);
  if (bitsOf(parts[1]!).slice(length).includes('1')) throw new Fault(`host bits: ${text}`);
  return text;
}

/** The length of a dotted netmask; throws if its ones are not in front. */
export function maskLength(mask: string): number {
  const bits = bitsOf(mask);
  if (!/^1+0*$/.test(bits)) throw new Fault(`not a mask: ${mask}`);
  return bits.replace(/0/g, '').length;
}

/** Throws unless the text is an address. */
export function strictAddress(text: string): string {
  if (isIP(text) === 0) throw new Fault(`not an address: ${text}`);
  return text;
}

/** What a server's place says: an address, or the placeholder for a host, as `?host`. */
export function strictPlace(text: string): string {
  const host = /^REPLACE-ADDRESS-OF-([a-z0-9.-]+)$/.exec(text)?.[1];
  return host === undefined ? strictAddress(text) : `?${host}`;
}

export type TextFile = { readonly path: string; readonly text: string };

/** A file's text without the line that marks it as made from the sample list. */
export function withoutSampleLine(text: string): string {
  return text.replace(/^[#!] SAMPLE: [^\r\n]*\r?\n/, '');
}

/** The only file of a rendering, or the one with this path. */
export function fileText(files: readonly TextFile[], path?: string): string {
  const found =
    path === undefined && files.length === 1 ? files[0] : files.find((file) => file.path === path);
  if (found === undefined) throw new Fault(`no file ${path}`);
  if (/[^\x20-\x7e\r\n]/.test(found.text)) throw new Fault(`${found.path} holds more than ASCII`);
  return withoutSampleLine(found.text);
}

/** Runs the first of the patterns that matches a whole line; throws on a line that none expects. */
export function readLine(
  line: string,
  patterns: readonly (readonly [RegExp, (...groups: string[]) => void])[],
): void {
  for (const [pattern, act] of patterns) {
    const found = pattern.exec(line);
    if (found !== null) {
      act(...found.slice(1));
      return;
    }
  }
  throw new Fault(`unexpected line: ${line}`);
}

export const comment = '[A-Za-z0-9 .,:/()@_+=?-]*';

/** The groups of a text that must match; throws a Fault if it does not. */
export function strictGroups(pattern: RegExp, text: string | undefined): readonly (string | undefined)[] {
  const found = text === undefined ? null : pattern.exec(text);
  if (found === null) throw new Fault(`unexpected text: ${text}`);
  return found.slice(1);
}

/** The value of a key; throws a Fault if there is none. */
export function lookUp<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key | undefined): Value {
  const found = key === undefined ? undefined : map.get(key);
  if (found === undefined) throw new Fault(`${String(key)} is not declared`);
  return found;
}

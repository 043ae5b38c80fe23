import punycode from 'punycode/punycode.js';
import { describeHiddenCharacter, withoutHiddenCharacters } from './hidden-characters.js';
import type { Refusal } from './problem.js';

export type NameLabels = { readonly ok: true; readonly ascii: string; readonly unicode: string };

const ldhLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const asciiOutsideLdh = /[\x21-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/;
/**
 * A final label that makes `inet_aton` and URL parsers read the name as an IPv4 address: digits, or 0x and hex
 * digits.
 */
const numericLabel = /^(?:\d+|0x[0-9a-f]*)$/;

/**
 * Parses a DNS name of two labels or more. Converts it to A-labels (UTS #46 as in WHATWG URL) in lower case,
 * removes one trailing dot, and accepts letters, digits and hyphens only (RFC 1123 §2.1). Control characters are
 * refused before the conversion, because IDNA removes some of them (`a\r\nb` would become `ab`). A name that a
 * resolver would read as an IP address is refused.
 */
export function parseNameLabels(text: string): NameLabels | Refusal {
  if (text === '') return refuse('name-empty', 'A name is needed');
  if (text.length > 1000) return refuse('name-too-long', 'A DNS name has at most 253 characters');
  const hidden = describeHiddenCharacter(text);
  if (hidden !== null) {
    const visible = withoutHiddenCharacters(text);
    const repaired = visible === text ? null : parseNameLabels(visible);
    return refuse(
      'name-has-hidden-characters',
      `The name contains ${hidden}`,
      repaired?.ok ? repaired.ascii : undefined,
    );
  }
  if (asciiOutsideLdh.test(text)) {
    return refuse('name-has-other-characters', 'A name consists of letters, digits, hyphens and dots');
  }
  const ascii = toAscii(text.replace(/[.\u3002\uff0e\uff61]$/, ''));
  if (ascii === null) return refuse('name-malformed', 'This is not a DNS name');
  const labels = ascii.split('.');
  if (numericLabel.test(labels.at(-1)!)) {
    return refuse('name-is-address', 'This is, or would be read as, an IP address; a name is needed');
  }
  if (ascii.length > 253) return refuse('name-too-long', 'A DNS name has at most 253 characters');
  if (!labels.every((label) => ldhLabel.test(label))) {
    return refuse(
      'name-malformed',
      'Each label is 1 to 63 letters, digits and hyphens, and neither starts nor ends with a hyphen',
    );
  }
  if (labels.length < 2)
    return refuse('name-single-label', 'A full name with a dot is needed, like example.com');
  return { ok: true, ascii, unicode: toUnicode(ascii) };
}

function toAscii(text: string): string | null {
  const url = URL.parse(`http://${text}/`);
  return url === null || url.hostname === '' ? null : url.hostname;
}

/**
 * Returns a DNS name in the letters of its language. The whole name stays in A-labels if one of them is not what UTS #46
 * makes of its letters: such a label can hold line breaks, invisible characters, or full-width letters that look like
 * another name.
 */
export function toUnicode(ascii: string): string {
  try {
    const unicode = punycode.toUnicode(ascii);
    return unicode === ascii || toAscii(unicode) === ascii ? unicode : ascii;
  } catch {
    return ascii; // An A-label that cannot be decoded is shown undecoded.
  }
}

function refuse(code: string, message: string, suggestion?: string): Refusal {
  return { ok: false, code, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Besides letters and digits: nothing that quotes, separates, expands or comments in any target's language. */
const unsafe = /[^A-Za-z0-9 .,:/()@_+=-]/g;

/** Words for a comment in a firewall's configuration: ASCII, one line, without quotes, `$`, `!`, `#` or `;`. */
export function safeText(text: string, maxLength: number): string {
  return text.replace(/\s+/g, ' ').replace(unsafe, '?').slice(0, maxLength).trim();
}

/** Six characters that tell two texts apart (FNV-1a of the UTF-8 bytes); for names, not for secrets. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  if (/^[\0-\x7f]*$/.test(text)) {
    // Each character is one byte. Encoding took a third of the time to name 20,000 prefixes.
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  } else {
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return ((hash >>> 0) % 36 ** 6).toString(36).padStart(6, '0');
}

/**
 * A stable name for an object on a device: the wanted name if the device takes it, else cut and told apart by a hash.
 * `nameCharacter` matches one character and has no flags.
 */
export function objectName(
  wanted: string,
  { nameLength, nameCharacter }: { nameLength: number; nameCharacter: RegExp },
): string {
  if (wanted.length <= nameLength && wholeName(nameCharacter).test(wanted)) return wanted;
  const separator = nameCharacter.test('-') ? '-' : '_';
  const clean = Array.from(wanted, (character) =>
    nameCharacter.test(character) ? character : separator,
  ).join('');
  return `${clean.slice(0, nameLength - 7).replace(/[^A-Za-z0-9]+$/, '')}${separator}${shortHash(wanted)}`;
}

const wholeNames = new Map<string, RegExp>();

/** Matches a text of such characters only. Testing each character took a quarter of the time of a rendering. */
function wholeName({ source }: RegExp): RegExp {
  const known = wholeNames.get(source) ?? new RegExp(`^(?:${source})*$`);
  wholeNames.set(source, known);
  return known;
}

/**
 * Characters that are invisible or look like a space: control and format characters, spaces and line ends of every
 * kind, Unicode's default-ignorable code points (such as Hangul fillers), and the blank Braille pattern.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
/**
 * Invisible characters without width, which carry no meaning here. Text that was copied from a web page or an email
 * often contains them.
 */
const zeroWidth = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const atEnds = new RegExp(`^(?:${hidden.source})+|(?:${hidden.source})+$`, 'gu');

const names: ReadonlyMap<number, string> = new Map([
  [0x09, 'a tab'],
  [0x0a, 'a line break'],
  [0x0d, 'a line break'],
  [0x20, 'a space'],
  [0xa0, 'a no-break space'],
  [0xad, 'a soft hyphen'],
  [0x200b, 'a zero-width space'],
  [0x200c, 'a zero-width non-joiner'],
  [0x200d, 'a zero-width joiner'],
  [0x200e, 'a left-to-right mark'],
  [0x200f, 'a right-to-left mark'],
  [0x2060, 'a word joiner'],
  [0xfeff, 'a byte order mark'],
]);

/**
 * Returns the name, code point and position of the first invisible character in a text; `null` if there is none.
 */
export function describeHiddenCharacter(text: string): string | null {
  const place = Array.from(text).findIndex((character) => hidden.test(character));
  if (place < 0) return null;
  const code = Array.from(text)[place]!.codePointAt(0)!;
  const name = names.get(code) ?? 'an invisible character';
  return `${name} (U+${code.toString(16).toUpperCase().padStart(4, '0')}) at position ${place + 1}`;
}

/** Returns a text without the invisible characters at its ends and without characters of zero width anywhere. */
export function withoutHiddenCharacters(text: string): string {
  return text.replace(zeroWidth, '').replace(atEnds, '');
}

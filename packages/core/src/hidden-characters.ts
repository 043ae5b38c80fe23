/**
 * Characters that nobody sees or that look like nothing: control and format characters, spaces and line ends of every
 * kind, Unicode's default-ignorable code points (such as Hangul fillers), and the blank Braille pattern.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Those that take no room: text that was copied from a page or a mail often holds them, and they carry no meaning. */
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

/** Names the first invisible character of a text, its code point and its place; `null` if there is none. */
export function describeHiddenCharacter(text: string): string | null {
  const place = Array.from(text).findIndex((character) => hidden.test(character));
  if (place < 0) return null;
  const code = Array.from(text)[place]!.codePointAt(0)!;
  const name = names.get(code) ?? 'an invisible character';
  return `${name} (U+${code.toString(16).toUpperCase().padStart(4, '0')}) at position ${place + 1}`;
}

/** The text without the invisible characters at its ends and without those that take no room anywhere. */
export function withoutHiddenCharacters(text: string): string {
  return text.replace(zeroWidth, '').replace(atEnds, '');
}

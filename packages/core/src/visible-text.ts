/**
 * Control characters but line breaks and the tab, format characters such as those that change the direction of text,
 * and the two Unicode line separators. A terminal would obey them, and a log line could be forged with them.
 */
const unprintable = /(?![\n\t]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Returns a text in which every character that a terminal would obey or not show is written as `\uXXXX`, as in JSON. The
 * text of a JSON document stays the same document.
 */
export function visibleText(text: string): string {
  return text.replace(unprintable, (character) =>
    Array.from({ length: character.length }, (_, place) => {
      return `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

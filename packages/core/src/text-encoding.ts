/** The encodings of tables: Excel's plain “CSV” is Windows-1252, its “CSV UTF-8” and “Unicode text” are the others. */
type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The encoding by the first two bytes. A table starts with ASCII, of which UTF-16 makes a zero byte and a character. */
export function textEncodingOf([first, second]: Uint8Array): TextEncoding {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : 'utf-8';
}

/**
 * Whether bytes that an encoding forbids are damage in text of this encoding: as many other characters beyond ASCII are valid.
 * Text in Windows-1252 has a few that happen to be, e.g. `ß“`, whose bytes are a character of UTF-8.
 */
export function isDamaged(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes);
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const valid = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return valid > 0 && valid >= damaged;
}

/**
 * Decodes a whole file: UTF-8 or UTF-16, or Windows-1252 if the bytes are neither. In damaged text, each wrong byte
 * becomes U+FFFD.
 */
export function decodeFile(bytes: Uint8Array): string {
  const encoding = textEncodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(isDamaged(bytes, encoding) ? encoding : 'windows-1252').decode(bytes);
  }
}

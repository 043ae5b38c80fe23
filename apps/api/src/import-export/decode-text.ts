import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';

/**
 * Decodes a text as it arrives: UTF-16 if a byte order mark says so, else UTF-8. Excel's plain “CSV” is written in
 * Windows-1252 (and so is most text that is not UTF-8), so at the first byte that UTF-8 forbids the decoder changes to
 * it, unless other characters beyond ASCII came before.
 */
export async function* decodeText(body: Readable): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  let isAscii = true;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    try {
      yield decoder.decode(chunk, { stream: true });
    } catch {
      decoder = new TextDecoder(isAscii ? 'windows-1252' : decoder.encoding);
      yield decoder.decode(chunk, { stream: true });
    }
    isAscii &&= chunk.every((byte) => byte < 0x80);
  }
  if (decoder !== null) yield flush(decoder);
}

/** The end of the text; bytes that were cut off in the middle of a character become U+FFFD. */
function flush(decoder: TextDecoder): string {
  try {
    return decoder.decode();
  } catch {
    return '\ufffd';
  }
}

function encodingOf([first, second]: Buffer): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

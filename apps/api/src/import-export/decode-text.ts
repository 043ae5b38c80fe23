import { isDamaged, textEncodingOf } from '@postern/core/text-encoding';
import type { Readable } from 'node:stream';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import type { RowRefusal } from './row.js';

/** About 25 rows of a CSV, which are read and checked in a millisecond or two. */
const sliceCharacters = 2048;

/** Decodes an upload as it arrives, in slices between which the event loop serves other requests. */
export async function* decodeText(body: Readable): AsyncGenerator<string, void> {
  for await (const text of decodeChunks(body)) {
    for (let from = 0; from < text.length; from += sliceCharacters) {
      yield text.slice(from, from + sliceCharacters);
      await turnOfEventLoop();
    }
  }
}

/**
 * Decodes the bytes of an upload: UTF-16 if a byte order mark or a zero byte says so, else UTF-8. Excel's plain “CSV” is written in
 * Windows-1252 (and so is most text that is not UTF-8), so at the first byte that UTF-8 forbids the decoder changes to
 * it, unless the text is damaged UTF-8.
 */
async function* decodeChunks(body: Readable): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  let isAscii = true;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(textEncodingOf(chunk), { fatal: true });
    try {
      yield decoder.decode(chunk, { stream: true });
    } catch {
      const isMixed = !isAscii || isDamaged(chunk, decoder.encoding);
      decoder = new TextDecoder(isMixed ? decoder.encoding : 'windows-1252');
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

/** The refusal of a row with bytes that are not of the encoding of the file; null if the row has none. */
export function refuseDamaged(text: string): RowRefusal | null {
  if (!text.includes('\ufffd')) return null;
  const message =
    'The row contains bytes that are not valid UTF-8, the encoding of the rest of the file. Save the file as UTF-8 (in Excel: “CSV UTF-8”), and send that';
  return { path: '', code: 'not-utf-8', message };
}

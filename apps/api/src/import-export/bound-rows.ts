/** A row of a CSV is longer than any that has a domain's settings; `lines` counts the lines before its end. */
export class RowTooLongError extends Error {
  override readonly name = 'RowTooLongError';

  constructor(readonly lines: number) {
    super('A row of the CSV is too long');
  }
}

/** Room for a row of 16,384 columns, which is the width of a spreadsheet, with quotes around each empty cell. */
const longestRowCharacters = 64 * 1024;

/**
 * Passes the text of a CSV on and throws `RowTooLongError` at a row of more than 64 Ki characters. csv-parse 6 bounds the
 * content of cells only (`max_record_size`): a row of 31 million delimiters becomes as many cells and ends the process.
 */
export async function* boundRows(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  let length = 0;
  let lines = 1;
  let isQuoted = false;
  let isComment = false;
  for await (const chunk of text) {
    let from = 0;
    const advance = (to: number): void => {
      if (length === 0 && to > from) isComment = chunk[from] === '#';
      length += to - from;
      from = to;
      if (length > longestRowCharacters) throw new RowTooLongError(lines);
    };
    for (const { 0: mark, index } of chunk.matchAll(/["\r\n]/g)) {
      advance(index);
      if (mark === '\n') lines += 1;
      advance(index + 1);
      if (mark === '"') isQuoted = !isQuoted && !isComment;
      else if (!isQuoted) length = 0;
    }
    advance(chunk.length);
    yield chunk;
  }
}

import { z } from 'zod';
import { invalidInput } from './api-problem.js';

/** The query parameters `limit` and `cursor` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};

/** The schema of one page of a list. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() });
}

/**
 * Reads a cursor: the key after which the page starts, null for the first page. Throws a problem if it does not fit
 * `keySchema`. Lists are sorted by a unique key, so pages neither skip nor repeat rows.
 */
export function readCursor(cursor: string | undefined, keySchema: z.ZodType<string>): string | null {
  if (cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (Buffer.from(key, 'utf8').toString('base64url') !== cursor || !keySchema.safeParse(key).success) {
    throw invalidInput(
      'cursor',
      'cursor-malformed',
      'Use the nextCursor of the page before, as it was given',
    );
  }
  return key;
}

/** Makes a page of rows of which one more than `limit` was read; the extra row shows that another page follows. */
export function cutPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string) {
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return {
    data,
    nextCursor: hasMore ? Buffer.from(keyOf(data.at(-1)!), 'utf8').toString('base64url') : null,
  };
}

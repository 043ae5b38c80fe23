import { z } from 'zod';
import { invalidInput } from './api-problem.js';

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};

/** A page of a list as it is answered. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() });
}

/**
 * The key after which a page starts, which must fit `keySchema`; lists are sorted by a unique key, so pages neither
 * skip nor repeat rows.
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

/** Cuts a list that was read with one row more than the limit. */
export function cutPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string) {
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return {
    data,
    nextCursor: hasMore ? Buffer.from(keyOf(data.at(-1)!), 'utf8').toString('base64url') : null,
  };
}

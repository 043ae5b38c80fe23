import { domainNameSchema } from '@postern/core/domain-name';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { z } from 'zod';

/** The orders of the list of settings; `-` is the reverse. `checked` is the time of the last verification, oldest first. */
export const listOrderSchema = z.enum(['domain', '-domain', 'state', '-state', 'checked', '-checked']);
type ListOrder = z.output<typeof listOrderSchema>;

/** The column that each order compares first; rows that are equal in it follow by domain. */
const columns = { domain: null, state: 'verificationState', checked: 'verificationAt' } as const;

/** A place in a sorted list: its order, and the values of the last row that decide its place. */
const placeSchema = z.union([
  z.tuple([z.enum(['domain', '-domain']), z.null(), domainNameSchema]),
  z.tuple([z.enum(['state', '-state']), z.string(), domainNameSchema]),
  z.tuple([z.enum(['checked', '-checked']), z.iso.datetime().nullable(), domainNameSchema]),
]);
type Place = z.output<typeof placeSchema>;

/** The text of a cursor in a list that has this order. */
export function listCursorSchema(order: ListOrder) {
  return z.string().refine((text) => placeIn(order, text) !== null);
}

function placeIn(order: ListOrder, text: string): Place | null {
  try {
    const place = placeSchema.safeParse(JSON.parse(text)).data;
    return place?.[0] === order ? place : null;
  } catch {
    return null;
  }
}

function partsOf(order: ListOrder) {
  const isReverse = order.startsWith('-');
  const column = columns[order.replace('-', '') as keyof typeof columns];
  return { column, isReverse };
}

/** The order as MikroORM takes it. Rows without a time come last in both directions. */
export function orderByOf(order: ListOrder) {
  const { column, isReverse } = partsOf(order);
  if (column === null) return [{ domain: isReverse ? ('desc' as const) : ('asc' as const) }];
  const direction = isReverse ? ('desc nulls last' as const) : ('asc nulls last' as const);
  return [{ [column]: direction }, { domain: 'asc' as const }];
}

/** The cursor that points at a row. */
export function cursorTextOf(order: ListOrder, row: MailSettings): string {
  const { column } = partsOf(order);
  const value = column === null ? null : row[column];
  return JSON.stringify([order, value instanceof Date ? value.toISOString() : (value ?? null), row.domain]);
}

/** The condition of the rows after a cursor. A row whose state changes between two pages may be on both, or on neither. */
export function rowsAfter(order: ListOrder, cursor: string) {
  const { column, isReverse } = partsOf(order);
  const [, text, domain] = placeIn(order, cursor)!;
  const beyond = isReverse ? '$lt' : '$gt';
  if (column === null) return { domain: { [beyond]: domain } };
  const sameDomain = { domain: { $gt: domain } };
  if (text === null) return { [column]: null, ...sameDomain };
  const value = column === 'verificationAt' ? new Date(text) : text;
  return { $or: [{ [column]: { [beyond]: value } }, { [column]: value, ...sameDomain }, { [column]: null }] };
}

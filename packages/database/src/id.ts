import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562 §5.7); such ids sort by time of creation. Made here because PostgreSQL has `uuidv7()` only from 18 on. */
export function newId(): string {
  return v7();
}

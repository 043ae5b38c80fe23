import { v7 } from 'uuid';

/** A new UUID of version 7 (RFC 9562 §5.7); such ids sort by time of creation. PostgreSQL makes them only from version 18 on. */
export function newId(): string {
  return v7();
}

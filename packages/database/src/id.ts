import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562 §5.7): ids sort by the time they were made. PostgreSQL makes them only from 18 on. */
export function newId(): string {
  return v7();
}

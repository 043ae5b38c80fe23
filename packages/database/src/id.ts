import { v7 } from 'uuid';

/** A new UUID of version 7 (RFC 9562 §5.7); such ids sort by time of creation. PostgreSQL makes them only from version 18 on. */
export function newId(): string {
  return v7();
}

/** The smallest UUID of version 7 of a time: rows that were made earlier have smaller ids, rows that were made later have greater ones. */
export function firstIdOf(time: Date): string {
  return v7({ msecs: time.getTime(), seq: 0, random: new Uint8Array(16) });
}

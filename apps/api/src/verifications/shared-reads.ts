/** How long a read is shared. Streams read twice a second, and the steps of a verification are written as often. */
const shareForMs = 100;

/**
 * Shares the reads of one key among all who ask within 100 ms, so that 2,000 event streams of one verification cost the
 * database as much as one.
 */
export function shareReads<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const shared = new Map<string, Promise<Value>>();
  return (key) => {
    const known = shared.get(key);
    if (known !== undefined) return known;
    const reading = read(key);
    shared.set(key, reading);
    setTimeout(() => shared.delete(key), shareForMs).unref();
    return reading;
  };
}

/**
 * Turns a function that reads many values into one that reads one value. Calls that arrive while `atOnce` round trips are
 * under way share the next round trip, at most `most` calls in each. A call without others under way starts its round
 * trip at once. The query of every call starts after the call, so no value is stale.
 */
export function gather<Key, Value>(
  readMany: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { atOnce, most }: { readonly atOnce: number; readonly most: number },
): (key: Key) => Promise<Value> {
  type Waiting = { readonly key: Key; resolve(value: Value): void; reject(reason: unknown): void };
  let waiting: Waiting[] = [];
  let underWay = 0;

  const ask = async (batch: readonly Waiting[]): Promise<void> => {
    underWay += 1;
    try {
      const values = await readMany(batch.map(({ key }) => key));
      batch.forEach(({ resolve }, place) => resolve(values[place]!));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    } finally {
      underWay -= 1;
      askNext();
    }
  };
  const askNext = (): void => {
    while (underWay < atOnce && waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      void ask(batch);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // Requests that arrive in the same turn of the event loop share a round trip.
      if (waiting.length === 1) setImmediate(askNext);
    });
}

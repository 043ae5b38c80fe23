import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { randomDocuments } from '@postern/discovery/test/random-documents';
import fc from 'fast-check';

const quarters = 4;
/** What the heap may grow by from the end of the first quarter to that of the last: code that is compiled, and the collector's own data. */
const mostGrowthBytes = 1024 * 1024;

/**
 * Parses 100,000 random documents in four quarters (`--quick`: 4,000) and prints the memory of the process after each. Fails
 * if a document has no closed result, needs 100 ms of processor time, or if memory grows.
 */
export async function run(options: readonly string[]): Promise<void> {
  const kinds = Object.values(randomDocuments);
  const each = (options.includes('--quick') ? 4_000 : 100_000) / quarters / kinds.length;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap: number[] = [];
  const parsed = process.cpuUsage();
  for (let quarter = 0; quarter <= quarters; quarter += 1) {
    // The quarter 0 is a short one, after which everything is loaded and compiled.
    const numRuns = quarter === 0 ? Math.ceil(each / 5) : each;
    for (const [index, kind] of kinds.entries())
      await fc.assert(kind, { numRuns, seed: quarter * 100 + index });
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    heap.push(heapUsed);
    const when = quarter === 0 ? 'at the start' : `${quarter * each * kinds.length} documents`;
    console.log(`${when}: RSS ${mebibytes(rss)} MiB, heap ${mebibytes(heapUsed)} MiB`);
  }
  const { user, system } = process.cpuUsage(parsed);
  console.log(`${((user + system) / 1e6).toFixed(1)} s of processor time`);
  const growth = heap.at(-1)! - heap[1]!;
  if (growth > mostGrowthBytes) throw new Error(`the heap has grown by ${mebibytes(growth)} MiB`);
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

/** An implementation to measure; `run` resolves to its operations per second. */
export type Contestant = { readonly name: string; run(round: number): Promise<number> };

export type Comparison = { readonly ours: number; readonly theirs: number; readonly ratio: number };

/**
 * Runs two implementations alternately, because the speed of a machine changes over minutes. Prints every figure,
 * the medians and their ratio. The first round of each is not counted. Figures of different machines can be
 * compared only by the ratio.
 */
export async function alternate(
  ours: Contestant,
  theirs: Contestant,
  rounds: number,
  unit: string,
): Promise<Comparison> {
  const figures = { ours: [] as number[], theirs: [] as number[] };
  await theirs.run(0);
  await ours.run(0);
  for (let round = 1; round <= rounds; round += 1) {
    figures.theirs.push(await theirs.run(round));
    figures.ours.push(await ours.run(round));
    console.log(
      `  round ${round}: ${ours.name} ${figures.ours.at(-1)!.toFixed(0)} ${unit}, ` +
        `${theirs.name} ${figures.theirs.at(-1)!.toFixed(0)} ${unit}`,
    );
  }
  const [our, their] = [median(figures.ours), median(figures.theirs)];
  const ratio = our / their;
  console.log(`${ours.name}: median ${our.toFixed(0)} ${unit}`);
  console.log(`${theirs.name}: median ${their.toFixed(0)} ${unit}`);
  console.log(`ratio: ${ratio.toFixed(2)}`);
  return { ours: our, theirs: their, ratio };
}

/** Returns the median of the figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Returns the 95th percentile of the figures. */
export function p95(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length * 0.95)]!;
}

/** Runs `count` calls, at most `atOnce` at the same time, and resolves to the duration in seconds. */
export async function timeConcurrently(
  count: number,
  atOnce: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await call(index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (performance.now() - started) / 1000;
}

/**
 * Returns a function that runs one step of the bootstrap: `step(name, { usual }, work)` prints what happens and how
 * long it usually takes on two cores. With `hasTimings` it also prints how long the step took.
 */
export function stepPrinter({ hasTimings }) {
  return async (name, { usual }, work) => {
    const startedAt = performance.now();
    if (usual !== undefined) console.log(`${name} (usually ${usual}) …`);
    const result = await work();
    if (hasTimings) console.log(`timings: ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  };
}

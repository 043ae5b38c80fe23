/**
 * Returns a function that runs a part of the start and logs how long it took, in the words of
 * infra/bootstrap/steps.mjs, which times the parts before this process.
 */
export function timeParts(
  log: (line: string) => void,
): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  return async (name, work) => {
    const startedAt = performance.now();
    const result = await work();
    log(`timings: ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  };
}

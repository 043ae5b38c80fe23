/**
 * What `@jest/globals` exports in suites: the functions of the Jest of the suite that runs. A module that several suites
 * import sees those of each suite in turn, and must not keep one.
 */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test;

export function setJestGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } = globals);
}

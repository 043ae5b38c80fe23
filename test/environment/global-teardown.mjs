/** Jest's globalTeardown, in the process of global-setup.mjs. */
export default async function tearDown() {
  await globalThis.stopTestServers?.();
}

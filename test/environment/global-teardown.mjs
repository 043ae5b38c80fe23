/** Jest's globalTeardown, which runs in the same process as global-setup.mjs. */
export default async function tearDown() {
  await globalThis.stopTestServers?.();
}

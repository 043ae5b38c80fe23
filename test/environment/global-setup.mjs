/**
 * Jest's globalSetup. Jest 30 imports this file unchanged, so it first registers the hook that lets Node load
 * TypeScript.
 */
import '../../infra/bootstrap/typescript-imports.mjs';

export default async function setUp() {
  const { startTestServers } = await import('./test-servers.ts');
  globalThis.stopTestServers = await startTestServers();
}

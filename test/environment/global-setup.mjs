/** Jest's globalSetup, which Jest 30 imports as it is: the TypeScript behind it needs the hook first. */
import '../../infra/bootstrap/typescript-imports.mjs';

export default async function setUp() {
  const { startTestServers } = await import('./test-servers.ts');
  globalThis.stopTestServers = await startTestServers();
}

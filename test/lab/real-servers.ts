import type { TestCertificates } from '../certificates/make-certificates.js';
import { logInToRealServer, realLogins, startRealServers } from '../servers/real-servers.js';

/** Prints the matrix of real servers, TLS modes and passwords; resolves to the number of wrong results. */
export async function printRealServers(certificates: TestCertificates): Promise<number> {
  const real = await startRealServers(certificates);
  let wrong = 0;
  try {
    console.log(
      `${'server'.padEnd(10)}${'TLS mode'.padEnd(10)}${'expected'.padEnd(16)}${'seen'.padEnd(16)}mechanism`,
    );
    for (const server of real.servers) {
      for (const tls of ['implicit', 'starttls'] as const) {
        for (const { password, expected } of realLogins) {
          const { code, mechanism } = await logInToRealServer(server, tls, password, certificates.ca);
          if (code !== expected) wrong += 1;
          const columns = [
            server.name.padEnd(10),
            tls.padEnd(10),
            expected.padEnd(16),
            code.padEnd(16),
            mechanism,
          ];
          console.log(columns.join('').trimEnd());
        }
      }
    }
    for (const line of real.skipped) console.log(`skipped: ${line}`);
  } finally {
    await real.stop();
  }
  return wrong;
}

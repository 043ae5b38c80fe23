import { once } from 'node:events';
import type { Server } from '@postern/core/server';
import { makeCertificates } from '../certificates/make-certificates.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { hostileScenarios } from './hostile-scenarios.js';

/**
 * The flooding servers in their own process, so that their cost is not counted as that of the probe. Prints the
 * servers as one line of JSON and ends when its standard input ends.
 */
const certificates = await makeCertificates();
const targets: Server[] = [];
for (const { endpoint, tls = 'implicit', server, password, limits } of hostileScenarios) {
  if (typeof server === 'string' || password !== undefined || limits !== undefined) continue;
  const play = server(certificates);
  const { port } = await startScriptedServer(play.script, play.tls);
  targets.push({ endpoint, host: '127.0.0.1', port, tls, path: '' });
}
process.stdout.write(`${JSON.stringify(targets)}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
process.exit();

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { expect, test } from '@jest/globals';
import { makeCertificates } from '@postern/test/certificates/make-certificates';
import { loopback } from '@postern/test/scenarios/run-scenario';
import { imapScript } from '@postern/test/servers/imap-script';
import { Wire } from '@postern/test/servers/wire';
import { createEgressPolicy } from '../egress/egress-policy.js';
import { measureServer } from '../measure-server.js';

test('a server of TLS 1.2 that asks for another handshake gets none', async () => {
  const certificates = await makeCertificates();
  let handshakes = 0;
  let refusals = 0;
  const server = createServer({ ...certificates.of('good'), maxVersion: 'TLSv1.2' }, (socket: TLSSocket) => {
    socket.on('error', () => (refusals += 1));
    socket.renegotiate({}, (error) => (error === null ? (handshakes += 1) : (refusals += 1)));
    imapScript()(new Wire(socket, () => {})).catch(() => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const report = await measureServer(
    { endpoint: 'imap', host: '127.0.0.1', port, tls: 'implicit', path: '' },
    { policy: createEgressPolicy({ allow: [loopback], ports: [port], closed: [] }), retryDelaysMs: [] },
  );
  expect(report.steps.find(({ stage }) => stage === 'tls')?.state).toBe('passed');
  expect(handshakes).toBe(0);
  expect(refusals).toBeGreaterThan(0);
  server.close();
});

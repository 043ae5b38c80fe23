import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { makeCertificates, type TestCertificates } from '@postern/test/certificates/make-certificates';
import { account } from '@postern/test/scenarios/scenario';
import { lastWordScenarios } from '@postern/test/scenarios/last-word-scenarios';
import { runScenario } from '@postern/test/scenarios/run-scenario';
import { GuardedSocket } from './guarded-socket.js';
import { LineReader } from './line-reader.js';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { runConversation } from '../run-conversation.js';

let certificates: TestCertificates;
let server: ScriptedServer | undefined;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(() => server?.close());

/**
 * Blocks this thread, as happens on a busy machine. Bytes that are received in this time wait in the kernel,
 * together with the close of the connection.
 */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test.each(lastWordScenarios.filter(({ password }) => password).map((one) => [one.name, one] as const))(
  'the answer of a server is used although this thread reads it late: %s',
  async (_name, scenario) => {
    const run: typeof runConversation = async (request, options) => {
      const onChunk = () => block(60);
      return await runConversation(request, { ...options, onChunk });
    };
    const { result } = await runScenario(scenario, certificates, run);
    expect(result.failure?.code).toBe(scenario.expected?.code);
    expect(JSON.stringify(result)).not.toContain(account.password);
  },
);

test.each(['end', 'reset'] as const)('bytes that wait in the kernel are read before the %s', async (how) => {
  server = await startScriptedServer(async (wire) => {
    wire.send('554 5.7.1 no');
    await wire.pause(20);
    if (how === 'reset') wire.reset();
  });
  const socket = new GuardedSocket({
    address: '127.0.0.1',
    port: server.port,
    localAddress: undefined,
    maxBytes: 1_000,
    onChunk: () => block(100),
  });
  socket.on('error', () => {});
  const reader = new LineReader(socket, { maxLineBytes: 100, maxBlankLines: 2 });
  expect(await socket.whileOpen(reader.readLine())).toBe('554 5.7.1 no');
  await expect(socket.whileOpen(reader.readLine())).rejects.toThrow();
});

test('bytes received before a time limit are used although the limit passed while this thread was busy', async () => {
  server = await startScriptedServer(async (wire) => {
    wire.send('220 ready');
    await wire.untilClosed();
  });
  const socket = new GuardedSocket({
    address: '127.0.0.1',
    port: server.port,
    localAddress: undefined,
    maxBytes: 1_000,
    onChunk: () => {},
  });
  socket.on('error', () => {});
  const reader = new LineReader(socket, { maxLineBytes: 100, maxBlankLines: 2 });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.startPhase(100, () => {
    throw new Error('The limit counted although the line had arrived');
  });
  const line = reader.readLine();
  void line.then(() => socket.endPhase());
  block(300);
  expect(await socket.whileOpen(line)).toBe('220 ready');
  socket.destroy();
});

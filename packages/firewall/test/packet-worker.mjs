/**
 * Runs inside a network namespace: listens on every server address and port, connects from every source, and prints
 * what became of each connection. With `serve` or `connect` it does only one of the two, for namespaces with a router
 * between them; `serve` prints a line when it listens and goes on until it is ended.
 * Usage: node packet-worker.mjs flows.json [serve|connect]
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const flows = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const part = process.argv[3];
const places = new Map(
  flows.map(({ destination, port }) => [`${destination} ${port}`, { host: destination, port }]),
);
const servers =
  part === 'connect'
    ? []
    : [...places.values()].map((place) =>
        createServer((socket) => socket.on('error', () => socket.destroy()).end()).listen(place),
      );
await Promise.all(servers.map((server) => once(server, 'listening')));
if (part === 'serve') {
  process.stdout.write('listening\n');
  await once(process, 'SIGTERM');
}

/** A firewall that drops packets can be detected only by a time limit; one that resets the connection answers at once. */
const silenceMs = 1000;

function attempt({ source, destination, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host: destination, port, localAddress: source });
    socket.setTimeout(silenceMs);
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('connected'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', ({ code }) => end(code === 'ECONNREFUSED' ? 'refused' : code));
  });
}

if (part !== 'serve') process.stdout.write(JSON.stringify(await Promise.all(flows.map(attempt))));
for (const server of servers) server.close();

/**
 * Runs inside a network namespace: connects again and again until the file `stop` exists. Each flow of `pass` is
 * connected as often as it goes, each flow of `refuse` is given up after a moment, so that it sends one SYN. `pauseMs`
 * after each connection leaves the processor to a firewall that is slow.
 * Usage: node load-worker.mjs load.json
 */
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const { pass, refuse, pauseMs } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let isOver = false;

function attempt({ source, destination, port }, patienceMs) {
  return new Promise((resolve) => {
    const socket = connect({ host: destination, port, localAddress: source });
    const end = () => {
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy(); // Without a FIN no port stays in TIME_WAIT.
      resolve();
    };
    socket.setTimeout(patienceMs, end).once('connect', end).once('error', end);
  });
}

async function repeat(flow, patienceMs) {
  while (!isOver) {
    await attempt(flow, patienceMs);
    if (pauseMs > 0) await wait(pauseMs);
  }
}

async function waitForStop() {
  while (!existsSync('stop')) await wait(20);
  isOver = true;
}

await Promise.all([
  waitForStop(),
  ...pass.flatMap((flow) => Array.from({ length: 8 }, () => repeat(flow, 10_000))),
  ...refuse.flatMap((flow) => Array.from({ length: 4 }, () => repeat(flow, 20))),
]);

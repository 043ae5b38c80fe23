import { examine } from '@postern/cli/doctor/print-findings';
import { parseEnvironment } from '@postern/core/environment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { reservePort } from '../servers/loopback-port.js';
import { cleanEnvironment, posternEntry } from '../servers/run-postern.js';

export type Start = {
  /** The command; default the worker, which makes the same checks as the api in half the time. */
  readonly command?: 'api' | 'worker' | 'up';
  readonly environment: Readonly<Record<string, string>>;
  /** Default 1: the cause may pass. */
  readonly exitCode?: 1 | 2;
  /** Whether `postern doctor` finds it too, which is the default: what its own start refuses it cannot look for. */
  readonly isFoundByDoctor?: boolean;
  /** What the process is started with, such as `unshare`. */
  readonly prefix?: readonly string[];
  /** Repairs a PostgreSQL that cannot be reached, for which the process waits. It may log and listen meanwhile. */
  readonly whileAway?: () => Promise<void>;
};

/** No DNS: `postern doctor` looks up a name, and a test sends nothing off this machine. */
export const noNames = { POSTERN_RESOLVER: '127.0.0.1:9' };

const awayText = '"msg":"PostgreSQL cannot be reached';

/** A start that shows a fault may take this long on a busy machine. */
const endsWithinMs = 60_000;

/**
 * Starts a process of Postern that must refuse its environment, and resolves to the sentence that it prints. Throws if it
 * runs on, listens meanwhile, ends with another exit code, or prints more than one sentence, and if `postern doctor` does
 * not say the same.
 */
export async function refusedStart(start: Start): Promise<string> {
  const {
    command = 'worker',
    exitCode = 1,
    isFoundByDoctor = exitCode === 1,
    prefix = [],
    whileAway,
  } = start;
  const ports = [await reservePort(), await reservePort()];
  const environment = {
    PORT: String(ports[0]),
    ...(command === 'worker' ? { POSTERN_WORKER_METRICS: String(ports[1]) } : {}),
    ...start.environment,
  };
  const [program, ...options] = [...prefix, process.execPath, posternEntry, command];
  const child = spawn(program!, options, {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: endsWithinMs,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      const wasTold = text.includes(awayText);
      text += chunk.toString();
      if (!wasTold && text.includes(awayText)) void whileAway?.();
    });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const isOver = new AbortController();
  const listening = listenersOn(start.environment.PORT === undefined ? ports : [ports[1]!], isOver.signal);
  const [code] = await ended;
  isOver.abort();
  if (code !== exitCode) throw new Error(`${command} ended with ${code}:\n${text}`);
  if ((await listening).length > 0 && whileAway === undefined)
    throw new Error(`${command} listened before it ended`);
  const isSentence = (line: string) =>
    line !== '' && !line.endsWith(' …') && (whileAway === undefined || !line.startsWith('{'));
  const [sentence = '', ...more] = text.split('\n').filter(isSentence);
  if (more.length > 0) throw new Error(`${command} printed more than a sentence:\n${text}`);
  if (isFoundByDoctor) await requireFinding(environment, sentence);
  return sentence;
}

/** Throws unless `postern doctor` says the sentence of an environment. */
export async function requireFinding(
  environment: Readonly<Record<string, string>>,
  sentence: string,
): Promise<void> {
  const findings = await examine(parseEnvironment(environment, (path) => readFileSync(path, 'utf8')));
  const told = findings.filter(({ state }) => state !== 'ok').map(({ text }) => text);
  const withoutStop = (line: string) => line.replace(/\.$/, '');
  if (!told.some((text) => withoutStop(text) === withoutStop(sentence)))
    throw new Error(`postern doctor does not say “${sentence}”, but:\n${told.join('\n')}`);
}

/** The ports of this machine on which somebody listened until the signal. */
async function listenersOn(ports: readonly number[], signal: AbortSignal): Promise<number[]> {
  const found = new Set<number>();
  while (!signal.aborted) {
    for (const port of ports) if (await accepts(port)) found.add(port);
    await delay(20);
  }
  return [...found];
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

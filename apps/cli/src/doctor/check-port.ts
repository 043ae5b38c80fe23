import type { Environment } from '@postern/core/environment';
import { checkListeningAddress, visitableOrigin } from '../listening-address.js';
import { findingOf, type Finding } from './finding.js';

const answerMs = 1000;

/** Checks that an api can listen on HOST and PORT, or that one does. It is a warning, because a worker needs neither. */
export async function checkPort({ HOST, PORT }: Environment): Promise<Finding> {
  const what = 'Port';
  const place = `${HOST}, port ${PORT}`;
  if (await isPostern(visitableOrigin(HOST, PORT)))
    return { state: 'ok', what, text: `an api listens on ${place}` };
  const found = await findingOf(what, async () => {
    await checkListeningAddress(HOST, PORT);
    return `${place} is free`;
  });
  return found.state === 'fails' ? { ...found, state: 'warning' } : found;
}

async function isPostern(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/livez`, { signal: AbortSignal.timeout(answerMs) });
    return ((await answer.json()) as { status?: unknown }).status === 'alive';
  } catch {
    return false; // Nothing listens there, or another program.
  }
}

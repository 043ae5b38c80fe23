import { faultCode } from './fault-code.js';

const unreachable =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const texts: Readonly<Record<string, readonly [fault: string, repair: string]>> = {
  READONLY: ['Redis accepts no changes', 'Let REDIS_URL lead to the master'],
  OOM: ['Redis has no memory left for changes', 'Raise its maxmemory'],
  MISCONF: [
    'Redis cannot save its data, and so accepts no changes',
    'Repair the disk of Redis, or switch its snapshots off',
  ],
  NOREPLICAS: [
    'Redis has too few replicas, and so accepts no changes',
    'Start them, or lower its min-replicas-to-write',
  ],
  NOAUTH: ['Redis asks for a password', 'Set the user and the password in REDIS_URL'],
  WRONGPASS: ['Redis refuses the user or the password', 'Correct them in REDIS_URL'],
  NOPERM: [
    'Redis forbids its user a command or a key',
    'Run the ACL SETUSER that the page about Redis has (docs/redis.md)',
  ],
};

/** What is wrong with Redis, its code and the repair; `null` for an error that has no such text. */
export function describeFault(error: unknown): string | null {
  const { name, message } = error as { name?: unknown; message?: unknown };
  if (name === 'QueueUnfitError' || name === 'QueueAdvice') return String(message);
  const code = faultCode(error);
  const text = unreachable.test(code)
    ? (['Redis cannot be reached', 'Start it, or repair the network or REDIS_URL'] as const)
    : texts[code];
  return text === undefined ? null : `${text[0]} (${code}). ${text[1]}`;
}

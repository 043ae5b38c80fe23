import type { Environment } from '@postern/core/environment';
import { describeFault } from '@postern/jobs/describe-fault';
import { connectProducer } from '@postern/jobs/job-backend';
import type { Finding } from './finding.js';

/** Checks what Redis must be and allow for the queue; without REDIS_URL the queue is in PostgreSQL. */
export async function checkQueue({ REDIS_URL: redisUrl }: Environment): Promise<Finding[]> {
  const what = 'Redis';
  if (redisUrl === undefined)
    return [{ state: 'ok', what, text: 'REDIS_URL is not set: the queue is in PostgreSQL' }];
  try {
    const backend = await connectProducer({ redisUrl });
    try {
      const advice = await backend.check();
      if (advice.length === 0) return [{ state: 'ok', what, text: 'as the queue needs it' }];
      return advice.map((text) => ({ state: 'warning', what, text }));
    } finally {
      backend.release();
    }
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    const text =
      describeFault(error) ??
      `Redis cannot be used (${String(code ?? message)}). Start it, or correct REDIS_URL`;
    return [{ state: 'fails', what, text }];
  }
}

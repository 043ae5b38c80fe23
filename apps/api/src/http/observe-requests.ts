import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Metrics } from '../metrics/metrics.js';

/**
 * Counts and logs finished requests: changes, and failures of authenticated callers, at `info`, the rest at `debug`. The
 * log has the route's pattern and not the URL, because a query may contain an email address. Headers and bodies are
 * never logged.
 */
export function observeRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const metrics = app.get(Metrics);
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, caller } = request;
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    metrics.observe(method, route, status, reply.elapsedTime / 1000);
    // ProblemFilter logs a trouble of the database once while it lasts. Strangers must not be able to fill the log.
    const isRead = method === 'GET' || method === 'HEAD';
    const isQuiet = status === 503 || (status < 400 ? isRead : caller === undefined && status < 500);
    const facts = {
      method,
      route,
      status,
      ms: Math.round(reply.elapsedTime),
      token: caller?.holderId,
      account: caller?.accountId,
    };
    request.log[isQuiet ? 'debug' : 'info'](facts, 'answered');
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Span } from '@postern/jobs/span';
import { beginSpan, endSpan, within } from '@postern/jobs/tracing';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span?: Span | null;
  }
}

/** A span for every request, under the caller's `traceparent` if there is one; its name is the route, not the address. */
export function traceRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request) => {
    const { traceparent } = request.headers;
    const name = `${request.method} ${request.routeOptions.url ?? 'none'}`;
    request.span = beginSpan(name, 'server', typeof traceparent === 'string' ? traceparent : null);
  });
  // After the body was read: its events would lose the context. With a callback, because what follows runs inside.
  fastify.addHook('preHandler', (request, _reply, done) => within(request.span ?? null, done));
  fastify.addHook('onResponse', async (request, reply) => {
    const facts = {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? 'none',
      'http.response.status_code': reply.statusCode,
      'postern.request_id': request.id,
    };
    endSpan(request.span ?? null, facts, reply.statusCode >= 500);
  });
}

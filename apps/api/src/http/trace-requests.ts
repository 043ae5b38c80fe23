import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Span } from '@postern/jobs/span';
import { beginSpan, endSpan, within } from '@postern/jobs/tracing';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span?: Span | null;
  }
}

/** Records a span for every request, as a child of the caller's `traceparent` if there is one, named by the route. */
export function traceRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request) => {
    const { traceparent } = request.headers;
    const name = `${request.method} ${request.routeOptions.url ?? 'none'}`;
    request.span = beginSpan(name, 'server', typeof traceparent === 'string' ? traceparent : null);
  });
  // At preHandler, because the events of reading the body would lose the context; with a callback, so that the handler runs within the context.
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

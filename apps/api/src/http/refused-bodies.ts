import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * Reads the rest of a body that is refused before its end, such as one that is too large, and keeps the connection.
 * Fastify closes it, and a client that still sends then gets a broken connection in place of the answer (RFC 9112 §9.6).
 * Node reads what is left, and ends the connection when the time for a request is over.
 */
export function readRefusedBodies(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply) => {
    if (!request.raw.complete) reply.removeHeader('connection');
  });
}

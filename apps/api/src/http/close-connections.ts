import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * While the server stops, each answer closes its connection. Node itself closes only those connections that are idle at
 * that time; the others, and with them the process, would stay until their client closes them, which takes a proxy a
 * minute and more.
 */
export function closeConnectionsOnStop(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  let isClosing = false;
  fastify.addHook('preClose', async () => {
    isClosing = true;
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  // The headers of an event stream were sent before, so its connection is closed when it has ended.
  fastify.addHook('onResponse', async () => {
    if (isClosing) setImmediate(() => fastify.server.closeIdleConnections());
  });
}

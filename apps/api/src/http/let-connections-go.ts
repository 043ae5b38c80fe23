import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * On the way down each answer is its connection's last. Node closes the connections that are idle when the server
 * stops; those that were busy then would stay open, and the process with them, until their client lets go: a minute and
 * more behind a proxy.
 */
export function letConnectionsGo(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  let isClosing = false;
  fastify.addHook('preClose', async () => {
    isClosing = true;
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  // An event stream had sent its headers before.
  fastify.addHook('onResponse', async () => {
    if (isClosing) setImmediate(() => fastify.server.closeIdleConnections());
  });
}

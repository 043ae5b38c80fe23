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

/**
 * While the server stops, it waits for every handler that still runs. Node itself waits for connections only, so the
 * handler of a request whose client has left would read a database that is closed already.
 */
export function awaitHandlersOnStop(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const running = new Set<unknown>();
  fastify.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const answer: unknown = handler.call(this, request, reply);
      if (answer instanceof Promise) {
        running.add(answer);
        const forget = () => running.delete(answer);
        answer.then(forget, forget);
      }
      return answer;
    };
  });
  fastify.addHook('onClose', async () => {
    await Promise.allSettled(running);
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * The largest list that can be published: 100,000 entries of the form that `GET /v1/allowlist` returns have about 17
 * MiB. Only an operator reaches the body: the permission is checked when the headers have arrived.
 */
const listLimitBytes = 32 * 1024 * 1024;

/** Lets `PUT /v1/allowlist` have a larger body than the other routes. */
export function takeLongLists(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'PUT' && route.url === '/v1/allowlist') route.bodyLimit = listLimitBytes;
  });
}

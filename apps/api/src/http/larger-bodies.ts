import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

const mebibyte = 1024 * 1024;

/**
 * Routes whose body may be larger than that of the others, in bytes. 100,000 entries of an allowlist, in the form that
 * `GET /v1/allowlist` returns, have about 17 MiB; 10,000 domains of the longest names have 3 MiB. The permission is
 * checked when the headers have arrived, before the body is read.
 */
const limits: Readonly<Record<string, number>> = {
  'PUT /v1/allowlist': 32 * mebibyte,
  'POST /v1/mail-settings/bulk': 4 * mebibyte,
  'POST /v1/mail-settings/export': 4 * mebibyte,
};

/** Lets the routes with long lists have larger bodies than the others. */
export function takeLargerBodies(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    const limit = limits[`${String(route.method)} ${route.url}`];
    if (limit !== undefined) route.bodyLimit = limit;
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ApiSettings } from '../api-settings.js';

const ownHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'Postern-Account',
];
const readableHeaders = ['ETag', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'];
/** The pages under /docs have a style element and no script. All other answers of the API are data. */
const docsPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Adds security headers to every answer, and CORS for the origins that the operator names. CORS allows no cookies: the
 * session is for the console only, and scripts of other origins need a token.
 */
export function harden(app: NestFastifyApplication, { corsOrigins }: ApiSettings): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cross-origin-resource-policy')) {
      reply.header('cross-origin-resource-policy', corsOrigins.length > 0 ? 'cross-origin' : 'same-origin');
    }
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    // A link is opened on machines of others.
    if (!reply.hasHeader('cache-control') || request.caller?.role === 'link')
      reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', request.url.startsWith('/docs') ? docsPolicy : dataPolicy);
    }
  });
  if (corsOrigins.length === 0) return;
  app.enableCors({
    origin: [...corsOrigins],
    credentials: false,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ownHeaders,
    exposedHeaders: readableHeaders,
    maxAge: 600,
    // @fastify/cors 11 answers an OPTIONS request that is no preflight with 400 in plain text otherwise, not with a problem.
    strictPreflight: false,
  });
}

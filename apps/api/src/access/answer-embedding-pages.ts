import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parsePageOrigin } from '@postern/core/connect-session';
import { isConnectOrigin } from '@postern/database/connect-sessions';
import type { Database } from '@postern/database/database';
import type { FastifyInstance } from 'fastify';
import { DATABASE } from '../api-settings.js';
import { isEmbeddable } from './permission.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The methods that a page with the embedded component may call; only on the OPTIONS route of a path. */
    embeddableMethods?: ReadonlySet<string>;
  }
  interface FastifyRequest {
    /** The origin whose page may read the answer, because a connect session names it. */
    embeddingOrigin?: string | undefined;
  }
}

const requestHeaders = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID';
const readableHeaders = 'Retry-After, X-Request-Id';

/**
 * Answers CORS on the routes for connect sessions, for exactly the origins that connect sessions name, without cookies. A
 * preflight carries no client secret, so it is answered for every origin that has one. The answer itself is readable only
 * for the origin of its own secret (`Admission.admit`), or if the secret is unknown, so that the component learns that it
 * has ended.
 */
export function answerEmbeddingPages(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const database: Database = app.get(DATABASE);
  const methodsOf = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (!isEmbeddable(config?.access)) return;
    const known = methodsOf.get(url);
    const methods = known ?? new Set<string>();
    for (const each of [method].flat()) methods.add(each);
    if (known !== undefined) return;
    methodsOf.set(url, methods);
    fastify.options(url, { config: { embeddableMethods: methods } }, (_, reply) => reply.callNotFound());
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    const { access, embeddableMethods } = request.routeOptions.config;
    if (origin === undefined || (embeddableMethods === undefined && !isEmbeddable(access))) return;
    reply.header('vary', 'Origin');
    if (!parsePageOrigin(origin).ok || !(await isConnectOrigin(database, origin))) return;
    request.embeddingOrigin = origin;
    if (embeddableMethods === undefined) return;
    return reply
      .status(204)
      .headers({
        'access-control-allow-methods': [...embeddableMethods].join(', '),
        'access-control-allow-headers': requestHeaders,
        'access-control-max-age': '600',
      })
      .send();
  });
  fastify.addHook('onSend', async ({ embeddingOrigin }, reply) => {
    if (embeddingOrigin === undefined) return;
    reply.header('access-control-allow-origin', embeddingOrigin);
    reply.header('access-control-expose-headers', readableHeaders);
  });
}

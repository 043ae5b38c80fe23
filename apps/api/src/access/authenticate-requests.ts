import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Database } from '@postern/database/database';
import { findHolder } from '@postern/database/functions/holder';
import type { FastifyInstance } from 'fastify';
import { DATABASE } from '../api-settings.js';
import { ApiProblem } from '../http/api-problem.js';
import { Admission } from './admission.js';
import type { Access } from './permission.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route declares with `Requires`, `Public` and the like. */
    access?: Access;
  }
}

/** The largest body of a route that needs no token: a token or a sign-in code is far smaller. */
const publicBodyLimitBytes = 4096;

/**
 * Authenticates a request and checks its permission as soon as its headers have arrived. The body of a request without a
 * permission is never parsed, because parsing 1 MiB takes more of the event loop than everything else that a stranger can ask for.
 */
export function authenticateRequests(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const admission = app.get(Admission);
  const database: Database = app.get(DATABASE);
  fastify.addHook('onRoute', (route) => {
    if (route.config?.access?.kind === 'public') route.bodyLimit = publicBodyLimitBytes;
  });
  fastify.addHook('onRequest', async (request) => {
    if (request.is404) throw new ApiProblem('not-found');
    const { access } = request.routeOptions.config;
    if (access?.kind !== 'token') return;
    const secret = admission.requestSecretOf(request);
    const holder = await findHolder(database, secret.sha256);
    request.caller = admission.admit(request, holder, access.permission);
    if (access.inAccount) await admission.requireAccount(request.caller);
  });
}

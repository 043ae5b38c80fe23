import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The placeholder for the nonce that the console's build writes into its page (`vite.config.ts`). */
const noncePlaceholder = 'POSTERN_CSP_NONCE';
const apiPath = /^\/(?:v1|docs|openapi\.json|livez|readyz|metrics)(?:[/?]|$)/;
/** The caching header of files whose name contains a hash of their content; a 404 does not get it. */
const forEver = { cacheControl: true, maxAge: '365d', immutable: true };

/**
 * Serves the built console: its assets, cached without end, and its page at every path that is no route of the API, with
 * a strict Content-Security-Policy. Missing assets and unknown paths under `/v1` answer 404. Call it before `app.init()`.
 */
export async function serveConsole(app: NestFastifyApplication, directory: string): Promise<void> {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  await server.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: directory,
      serve: false,
      preCompressed: true,
      cacheControl: false,
    });
    const answer = (request: FastifyRequest, reply: FastifyReply) => {
      const path = request.url.replace(/[?#].*$/s, '');
      if (apiPath.test(path)) return reply.callNotFound();
      // @fastify/static serves nothing outside its root and answers 404 for a missing file.
      if (path.startsWith('/assets/')) return reply.sendFile(path, forEver);
      if (/^\/[\w-]+\.(?:svg|txt|webmanifest)$/.test(path)) return reply.sendFile(path);
      // A device that polls a mistyped address must not take the page for a list without addresses.
      const { accept } = request.headers;
      const isForPeople =
        path === '/' || (accept === undefined ? !path.includes('allowlist') : accept.includes('text/html'));
      if (!isForPeople) return reply.callNotFound();
      return sendPage(directory, reply);
    };
    scope.get('/', answer);
    scope.get('/*', answer);
  });
}

/** Reads the page (about 1 kB) for each request, so that a rebuilt console is served without a restart. */
async function sendPage(directory: string, reply: FastifyReply): Promise<FastifyReply> {
  const html = await readFile(join(directory, 'index.html'), 'utf8');
  const nonce = randomBytes(16).toString('base64');
  return reply
    .headers({
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(nonce),
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    })
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(noncePlaceholder, nonce));
}

/** Allows scripts and styles of this origin only. The nonce allows the style element in which Mantine writes the theme. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

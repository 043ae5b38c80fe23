import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the build wrote its placeholder for the nonce (vite.config.ts of the console). */
const noncePlaceholder = 'POSTERN_CSP_NONCE';
const apiPath = /^\/(?:v1|docs|openapi\.json|livez|readyz|metrics)(?:[/?]|$)/;
/** For files whose name holds a hash of their content; only an answer that has the file carries it. */
const forEver = { cacheControl: true, maxAge: '365d', immutable: true };

/**
 * Serves the built console: hashed assets for ever, and for every other path that no route of the API has its one
 * page, under a strict Content-Security-Policy. Missing assets and unknown paths of the API stay 404. Call it before
 * `app.init()`.
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
      // @fastify/static keeps within its root, and answers what is not there with 404.
      if (path.startsWith('/assets/')) return reply.sendFile(path, forEver);
      if (/^\/[\w-]+\.(?:svg|txt|webmanifest)$/.test(path)) return reply.sendFile(path);
      return sendPage(directory, reply);
    };
    scope.get('/', answer);
    scope.get('/*', answer);
  });
}

/** The page is read anew for each visitor, so that a rebuilt console needs no restart; it is a kilobyte. */
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

/** Only our own files run; the nonce is for the theme's variables, which the component library writes as a style element. */
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

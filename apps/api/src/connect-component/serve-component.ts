import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * Serves the built `<postern-connect>` at `/connect.js` to pages of every origin: the file is the same for all and has no
 * secret. Browsers ask again after an hour, so that a new version reaches all pages within that time.
 */
export function serveComponent(app: NestFastifyApplication, file: string): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const script = readFileSync(file);
  const compressed = gzipSync(script, { level: 9 });
  const etag = `W/"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`;
  server.get('/connect.js', (request, reply) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      etag,
      vary: 'Accept-Encoding',
    });
    if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return reply.status(304).send();
    reply.type('text/javascript; charset=utf-8');
    if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(request.headers['accept-encoding'] ?? ''))
      return reply.send(script);
    return reply.header('content-encoding', 'gzip').send(compressed);
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Transform, type Readable } from 'node:stream';
import { ApiProblem } from '../http/api-problem.js';

/** An import may be this large; any other body 1 MiB. */
const uploadLimitBytes = 32 * 1024 * 1024;
const uploadPath = '/v1/mail-settings/import';

/** Hands the bodies of imports on as streams; the same media types anywhere else are refused. */
export function takeUploads(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(['text/csv', 'application/x-ndjson'], (request, payload, done) => {
    if (request.routeOptions.url !== uploadPath)
      return done(new ApiProblem('unsupported-media-type'), undefined);
    return done(null, payload);
  });
}

/** The same bytes, ended by 413 beyond the limit: a chunked body does not say its length ahead. */
export function limited(body: Readable): Readable {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > uploadLimitBytes)
        done(new ApiProblem('body-too-large', { detail: 'An import has at most 32 MiB.' }));
      else done(null, chunk);
    },
  });
  body.once('error', (error) => limit.destroy(error));
  return body.pipe(limit);
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InputError } from '@postern/core/problem';
import type { TransferFormat } from '@postern/core/settings-transfer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Transform, type Readable } from 'node:stream';
import { ApiProblem } from '../http/api-problem.js';

/** An import may be this large; any other body 1 MiB. */
const uploadLimitBytes = 32 * 1024 * 1024;
const uploadPath = '/v1/mail-settings/import';

const acceptedTypes = 'Send text/csv or application/x-ndjson.';

/** How each media type of an import is read. Windows with Excel calls a CSV `application/vnd.ms-excel`. */
const formats: Readonly<Record<string, TransferFormat>> = {
  'text/csv': 'csv',
  'application/vnd.ms-excel': 'csv',
  'application/x-ndjson': 'ndjson',
};

/** How an import is to be read. Throws a problem that names the media types that are taken. */
export function formatOf(request: FastifyRequest): TransferFormat {
  const format = formats[mediaTypeOf(request)];
  if (format === undefined) throw new ApiProblem('unsupported-media-type', { detail: acceptedTypes });
  return format;
}

/**
 * Throws a problem if what was sent as `application/vnd.ms-excel` is no table: then the media type was right, and a
 * workbook is not taken.
 */
export function refuseWorkbook(request: FastifyRequest, errors: readonly InputError[]): void {
  const isTable = !['not-csv', 'header-missing'].includes(errors[0]?.code ?? '');
  if (isTable || mediaTypeOf(request) !== 'application/vnd.ms-excel') return;
  const detail = `An Excel workbook is not taken here: save it as “CSV UTF-8”. ${acceptedTypes}`;
  throw new ApiProblem('unsupported-media-type', { detail });
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]!.trim().toLowerCase() ?? '';
}

/** Hands the bodies of imports on as streams; the same media types anywhere else are refused, as all others are. */
export function takeUploads(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('*', (request, payload, done) => {
    const isUpload = request.routeOptions.url === uploadPath;
    if (isUpload && mediaTypeOf(request) in formats) done(null, payload);
    else done(new ApiProblem('unsupported-media-type', isUpload ? { detail: acceptedTypes } : {}), undefined);
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

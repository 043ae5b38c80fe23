import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InputError } from '@postern/core/problem';
import type { TransferFormat } from '@postern/core/settings-transfer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Transform, type Readable } from 'node:stream';
import { ApiProblem } from '../http/api-problem.js';

/** The largest body of an import; any other body may have 1 MiB. */
const uploadLimitBytes = 32 * 1024 * 1024;
/** What the imports of one account may hold in memory together while they are read and wait for each other. */
const heldLimitBytes = 96 * 1024 * 1024;
const uploadPaths = ['/v1/mail-settings/import', '/v1/mail-settings/import/columns'];

const acceptedTypes = 'Send text/csv or application/x-ndjson.';

/** The format of each media type that an import accepts. Windows with Excel gives CSV files `application/vnd.ms-excel`. */
const formats: Readonly<Record<string, TransferFormat>> = {
  'text/csv': 'csv',
  'application/vnd.ms-excel': 'csv',
  'application/x-ndjson': 'ndjson',
};

/** The format of an import. Throws a problem that names the accepted media types. */
export function formatOf(request: FastifyRequest): TransferFormat {
  const format = formats[mediaTypeOf(request)];
  if (format === undefined) throw new ApiProblem('unsupported-media-type', { detail: acceptedTypes });
  return format;
}

/**
 * Throws a problem if a body that was sent as `application/vnd.ms-excel` is not a CSV, but a workbook or anything else.
 */
export function refuseWorkbook(request: FastifyRequest, errors: readonly InputError[]): void {
  const isTable = !['not-csv', 'header-missing'].includes(errors[0]?.code ?? '');
  if (isTable || mediaTypeOf(request) !== 'application/vnd.ms-excel') return;
  const detail = `An Excel workbook cannot be imported; save it as “CSV UTF-8”. ${acceptedTypes}`;
  throw new ApiProblem('unsupported-media-type', { detail });
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]!.trim().toLowerCase() ?? '';
}

/** Passes the bodies of imports on as streams. Every media type but JSON is refused elsewhere. */
export function takeUploads(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('*', (request, payload, done) => {
    if (isUpload(request) && mediaTypeOf(request) in formats) done(null, payload);
    else done(unsupportedType(request), undefined);
  });
}

/** The problem of a body whose media type a route does not take, with the types that it takes. */
export function unsupportedType(request: FastifyRequest): ApiProblem {
  return new ApiProblem('unsupported-media-type', isUpload(request) ? { detail: acceptedTypes } : {});
}

function isUpload({ routeOptions }: FastifyRequest): boolean {
  return uploadPaths.includes(routeOptions.url ?? '');
}

/** The same bytes, with an error 413 after 32 MiB: a chunked body has no Content-Length that could be checked before. */
export function limited(body: Readable, held: HeldBytes): Readable {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > uploadLimitBytes)
        done(new ApiProblem('body-too-large', { detail: 'An import may have at most 32 MiB.' }));
      else done(held.add(chunk.length), chunk);
    },
  });
  body.once('error', (error) => limit.destroy(error));
  return body.pipe(limit);
}

/** The bytes of the imports of one account that are under way. */
export class HeldBytes {
  private static readonly ofAccounts = new Map<string, number>();
  private own = 0;

  constructor(private readonly account: string) {}

  /** Counts bytes; returns the problem if the imports of the account hold too many. */
  add(bytes: number): ApiProblem | null {
    this.own += bytes;
    const all = (HeldBytes.ofAccounts.get(this.account) ?? 0) + bytes;
    HeldBytes.ofAccounts.set(this.account, all);
    if (all <= heldLimitBytes) return null;
    return new ApiProblem('too-many-requests', {
      detail: 'The imports of this account that wait for each other have 96 MiB in memory.',
      headers: { 'retry-after': '10' },
    });
  }

  /** To be called when the import has ended. */
  release(): void {
    const left = (HeldBytes.ofAccounts.get(this.account) ?? 0) - this.own;
    if (left > 0) HeldBytes.ofAccounts.set(this.account, left);
    else HeldBytes.ofAccounts.delete(this.account);
  }
}

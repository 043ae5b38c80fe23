import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { unsupportedType } from '../import-export/take-uploads.js';

const pages = ['/v1/mail-confirmations/:token', '/v1/mail-unsubscriptions/:token'];
/** The media types of RFC 8058 §3.2: a mail program posts `List-Unsubscribe=One-Click` in one of them. */
const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];
const bodyLimit = 1024;

/** Accepts the forms that mail programs and the pages of mail links post. Their content says nothing and is dropped. */
export function takeForms(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(forms, { parseAs: 'string', bodyLimit }, (request, _body, done) => {
    const isPage = pages.includes(request.routeOptions.url ?? '');
    done(isPage ? null : unsupportedType(request), undefined);
  });
}

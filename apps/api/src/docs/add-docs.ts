import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { problemCatalogue } from '../http/problem-catalogue.js';
import { documentOf } from './openapi-document.js';

/** Serves /openapi.json, the reference under /docs, and a page for every problem `type`. */
export function addDocs(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const read = (): OpenAPIObject => (document ??= documentOf(app));
  // @nestjs/swagger 12.0 writes the document anew for each request, which takes 30 ms of the event loop.
  SwaggerModule.setup('docs', app, read, { raw: false, customSiteTitle: 'Postern API' });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  serveDocument(fastify, read);
  fastify.get<{ Params: { code: string } }>('/docs/problems/:code', (request, reply) => {
    const entry = Object.entries(problemCatalogue).find(([code]) => code === request.params.code);
    if (entry === undefined) return reply.callNotFound();
    const [code, [status, title, help]] = entry;
    return reply.type('text/html; charset=utf-8').send(problemPage(code, status, title, help));
  });
}

/** Serves the document from bytes that are written once, with an ETag. */
function serveDocument(fastify: FastifyInstance, read: () => OpenAPIObject): void {
  let written: { readonly bytes: Buffer; readonly etag: string } | undefined;
  const write = () => {
    const bytes = Buffer.from(JSON.stringify(read()), 'utf8');
    return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  };
  fastify.get('/openapi.json', (request: FastifyRequest, reply: FastifyReply) => {
    const { bytes, etag } = (written ??= write());
    reply.headers({ etag, 'cache-control': 'no-cache' });
    if (request.headers['if-none-match']?.includes(etag)) return reply.status(304).send();
    return reply.type('application/json; charset=utf-8').send(bytes);
  });
}

/** The page of a problem; all of its text is from the catalogue, so nothing needs escaping. */
function problemPage(code: string, status: number, title: string, help: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:1rem/1.6 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}</style>
<h1>${title}</h1><p><code>${code}</code> · status ${status}</p><p>${help}</p>`;
}

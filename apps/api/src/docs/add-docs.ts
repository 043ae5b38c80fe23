import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { problemCatalogue } from '../http/problem-catalogue.js';
import { docsPage, escapeHtml } from './html.js';
import { readGuides, serveGuides } from './guides.js';
import { documentOf } from './openapi-document.js';
import { referencePage } from './reference-page.js';

/** Serves /openapi.json, the reference and the guides under /docs, and a page for every problem `type`. */
export function addDocs(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const read = (): OpenAPIObject => (document ??= documentOf(app));
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  serveDocument(fastify, read);
  serveGuides(fastify);
  let reference: string | undefined;
  fastify.get('/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send((reference ??= referencePage(read(), readGuides()))),
  );
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

/** The page of a problem: what its `type` points to. */
function problemPage(code: string, status: number, title: string, help: string): string {
  const body = `<main><h1>${escapeHtml(title)}</h1><p><code>${escapeHtml(code)}</code> · status ${status}</p><p>${escapeHtml(help)}</p>
<p><a href="/docs">API reference</a></p></main>`;
  return docsPage(title, body);
}

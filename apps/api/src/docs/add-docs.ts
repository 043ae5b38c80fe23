import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { problemCatalogue } from '../http/problem-catalogue.js';
import { documentOf } from './openapi-document.js';

/** Serves /openapi.json, the reference under /docs, and a page for every problem `type`. */
export function addDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Postern API',
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get<{ Params: { code: string } }>('/docs/problems/:code', (request, reply) => {
    const entry = Object.entries(problemCatalogue).find(([code]) => code === request.params.code);
    if (entry === undefined) return reply.callNotFound();
    const [code, [status, title, help]] = entry;
    return reply.type('text/html; charset=utf-8').send(problemPage(code, status, title, help));
  });
}

/** The page of a problem; all of its text is from the catalogue, so nothing needs escaping. */
function problemPage(code: string, status: number, title: string, help: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:1rem/1.6 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}</style>
<h1>${title}</h1><p><code>${code}</code> · status ${status}</p><p>${help}</p>`;
}

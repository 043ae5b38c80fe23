import type { FastifyInstance } from 'fastify';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A page of the folder `docs` of the repository. */
export type Guide = { readonly file: string; readonly title: string; readonly text: string };

const folder = fileURLToPath(new URL('../../../../docs', import.meta.url));

let guides: readonly Guide[] | undefined;

/** The pages for operators, as they are in the repository; their title is the first heading. The files are read at the first call. */
export function readGuides(): readonly Guide[] {
  return (guides ??= readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { file, title: /^# (.+)$/m.exec(text)?.[1] ?? file, text };
    }));
}

/** Serves each page as Markdown below /docs, and /llms.txt, which lists them (https://llmstxt.org). */
export function serveGuides(fastify: FastifyInstance): void {
  fastify.get<{ Params: { file: string } }>('/docs/:file', (request, reply) => {
    const guide = readGuides().find(({ file }) => file === request.params.file);
    if (guide === undefined) return reply.callNotFound();
    return reply.type('text/markdown; charset=utf-8').send(guide.text);
  });
  fastify.get('/llms.txt', (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(listForModels(readGuides())),
  );
}

function listForModels(guides: readonly Guide[]): string {
  const links = guides.map(({ file, title }) => `- [${title}](/docs/${file})`);
  return `# Postern

> Mail server settings per domain: saved once, verified against the real servers, filled in for users, and turned into firewall rules.

## API

- [OpenAPI document](/openapi.json): every route, its permission and its problems
- [API reference](/docs): the same as a page

## Documentation

${links.join('\n')}
`;
}

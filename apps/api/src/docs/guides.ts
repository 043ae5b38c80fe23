import type { FastifyInstance } from 'fastify';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A page of the folder `docs` of the repository. */
export type Guide = { readonly file: string; readonly title: string; readonly text: string };

const folder = fileURLToPath(new URL('../../../../docs', import.meta.url));

/** The pages for operators, as they are in the repository; their title is the first heading. */
export function readGuides(): Guide[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return files.toSorted().map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return { file, title: /^# (.+)$/m.exec(text)?.[1] ?? file, text };
  });
}

/** Serves each page as Markdown below /docs, and /llms.txt, which lists them (https://llmstxt.org). */
export function serveGuides(fastify: FastifyInstance, guides: readonly Guide[]): void {
  for (const { file, text } of guides)
    fastify.get(`/docs/${file}`, (_request, reply) => reply.type('text/markdown; charset=utf-8').send(text));
  fastify.get('/llms.txt', (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(listForModels(guides)),
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

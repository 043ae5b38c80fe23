import type { OpenAPIObject } from '@nestjs/swagger';
import type { Guide } from './guides.js';
import { docsPage, escapeHtml } from './html.js';
import { noteHtml, schemaAnchor, schemaHtml, typeHtml, type Schema } from './schema-html.js';

type Media = {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
};
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};
type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
};
type Route = { readonly method: string; readonly path: string; readonly operation: Operation };

/** The reference of the API as one page without scripts, made from its OpenAPI document, with links to the guides. */
export function referencePage(document: OpenAPIObject, guides: readonly Guide[]): string {
  const routes = routesOf(document);
  const tags = (document.tags ?? []).filter(({ name }) => routes.some((route) => isOf(route, name)));
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>).toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const navigation = tags.map(({ name }) => {
    const links = routes
      .filter((route) => isOf(route, name))
      .map(({ operation }) => `<li><a href="#${operation.operationId}">${titleOf(operation)}</a></li>`);
    return `<h2>${escapeHtml(name)}</h2><ul>${links.join('')}</ul>`;
  });
  const pages = guides.map(({ file, title }) => `<li><a href="/docs/${file}">${escapeHtml(title)}</a></li>`);
  const sections = tags.map(({ name, description }) => {
    const operations = routes.filter((route) => isOf(route, name)).map(operationHtml);
    return `<h2>${escapeHtml(name)}</h2><p class="soft">${escapeHtml(description ?? '')}</p>${operations.join('')}`;
  });
  const types = schemas.map(
    ([name, schema]) =>
      `<section><h3 id="${schemaAnchor(name)}">${escapeHtml(name)}</h3>${schemaHtml(schema)}</section>`,
  );
  return docsPage(
    'Postern API',
    `<nav aria-label="Operations">${navigation.join('')}<p><a href="#schemas">Schemas</a></p><h2>Guides</h2><ul>${pages.join('')}</ul></nav>
<main><h1>Postern API</h1><p>${escapeHtml(document.info.description ?? '')}</p>
<p>Send a token as <code>Authorization: Bearer &lt;token&gt;</code>. <a href="/openapi.json">The OpenAPI document</a> is for programs.</p>
${sections.join('')}<h2 id="schemas">Schemas</h2>${types.join('')}</main>`,
  ).replace('<body>', '<body class="split">');
}

function routesOf({ paths }: OpenAPIObject): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, unknown>).flatMap(([method, operation]) =>
      typeof operation === 'object' && operation !== null && 'operationId' in operation
        ? [{ method: method.toUpperCase(), path, operation: operation as Operation }]
        : [],
    ),
  );
}

function isOf({ operation }: Route, tag: string): boolean {
  return operation.tags?.includes(tag) ?? false;
}

function titleOf({ summary, operationId }: Operation): string {
  return escapeHtml(summary ?? operationId);
}

function operationHtml({ method, path, operation }: Route): string {
  const { operationId, description, parameters = [], requestBody, responses } = operation;
  return `<section><h3 id="${operationId}">${titleOf(operation)}</h3><p><code>${method} ${escapeHtml(path)}</code></p>${
    description === undefined ? '' : `<p>${escapeHtml(description)}</p>`
  }${parametersHtml(parameters)}${requestBody === undefined ? '' : `<h4>Body</h4>${mediaHtml(requestBody.content)}`}${answersHtml(responses)}</section>`;
}

function parametersHtml(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, schema = {}, description, required = false }) => {
    const noted = { ...schema, ...(description !== undefined && { description }) };
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td>${escapeHtml(place)}</td><td>${typeHtml(schema)}</td><td>${noteHtml(noted, required)}</td></tr>`;
  });
  return `<h4>Parameters</h4><table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function mediaHtml(content: Readonly<Record<string, Media>>): string {
  return Object.entries(content)
    .map(([type, { schema, examples = {} }]) => {
      const shown = Object.values(examples).map(
        ({ value }) => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`,
      );
      return `<p><code>${escapeHtml(type)}</code>${schema === undefined ? '' : ` ${typeHtml(schema)}`}</p>${shown.join('')}`;
    })
    .join('');
}

function answersHtml(responses: Operation['responses']): string {
  const rows = Object.entries(responses).map(([status, { description, content = {} }]) => {
    const types = Object.entries(content).map(([type, { schema, examples = {} }]) =>
      type === 'application/problem+json'
        ? Object.keys(examples).map(problemLink).join(', ')
        : `<code>${escapeHtml(type)}</code>${schema === undefined ? '' : ` ${typeHtml(schema)}`}`,
    );
    return `<tr><th scope="row">${escapeHtml(status)}</th><td>${escapeHtml(description)}</td><td>${types.join('<br>')}</td></tr>`;
  });
  return `<h4>Answers</h4><table><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Content</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function problemLink(code: string): string {
  return `<a href="/docs/problems/${encodeURIComponent(code)}">${escapeHtml(code)}</a>`;
}

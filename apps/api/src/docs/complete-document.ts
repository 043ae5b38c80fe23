import type { OpenAPIObject } from '@nestjs/swagger';
import { problemSchema } from '@postern/core/problem';
import { z } from 'zod';
import { problemCatalogue, type ProblemCode } from '../http/problem-catalogue.js';
import { bodyExamples } from './body-examples.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Components = NonNullable<OpenAPIObject['components']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Request headers by the problem that they can cause: a route that declares the problem takes the header. */
const headerOfProblem: Partial<Record<ProblemCode, { name: string; description: string; example: string }>> =
  {
    'idempotency-key-reused': {
      name: 'Idempotency-Key',
      description: 'The same key and body within 24 h gives the same resource; another body gives 409.',
      example: '0b1b5a0e-2f0e-4e0e-9a0e-5f5f5f5f5f5f',
    },
    'revision-is-stale': {
      name: 'If-Match',
      description: 'The ETag of the revision that was read. Without it the last write wins.',
      example: '"3"',
    },
  };

/**
 * Adds to a document what decorators cannot declare: the problems and their examples as components, the headers that
 * belong to them, and a description for every answer.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, ...withProblem(document.components) };
  unwrapSingles(document);
  for (const path of Object.values(document.paths)) {
    for (const method of methods) if (path[method] !== undefined) completeOperation(path[method]);
  }
  document.components.examples = problemExamples(JSON.stringify(document.paths));
  return document;
}

function withProblem(components: Components | undefined): Pick<Components, 'schemas'> {
  const { $defs } = z.toJSONSchema(problemSchema); // Contains the schema itself, because it has an id.
  const text = JSON.stringify($defs).replaceAll('#/$defs/', '#/components/schemas/');
  return { schemas: { ...components?.schemas, ...(JSON.parse(text) as Components['schemas']) } };
}

/** An example for each problem that `paths` points to. */
function problemExamples(paths: string): Components['examples'] {
  const used = Object.entries(problemCatalogue).filter(([code]) => paths.includes(`/examples/${code}"`));
  const entries = used.map(([code, [status, title, detail]]) => {
    const value = {
      type: `/docs/problems/${code}`,
      title,
      status,
      detail,
      code,
      requestId: '019aaf3e-0000-7000-8000-000000000000',
    };
    return [code, { summary: title, value }];
  });
  return Object.fromEntries(entries) as Components['examples'];
}

/** Nest's module (12.0) wraps a reference that has siblings in `allOf`, which OpenAPI 3.1 does not need. */
function unwrapSingles(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { allOf } = node as { allOf?: unknown };
  if (Array.isArray(allOf) && allOf.length === 1) {
    Object.assign(node, allOf[0]);
    delete (node as { allOf?: unknown }).allOf;
  }
  for (const child of Object.values(node)) unwrapSingles(child);
}

function completeOperation(operation: Operation): void {
  addBodyExamples(operation);
  for (const answer of Object.values(operation.responses)) {
    if (answer !== undefined && 'description' in answer) answer.description ||= 'The requested data';
  }
  const declared = JSON.stringify(operation.responses);
  for (const [code, header] of Object.entries(headerOfProblem)) {
    if (!declared.includes(`/examples/${code}"`)) continue;
    operation.parameters = [
      ...(operation.parameters ?? []),
      { ...header, in: 'header', required: false, schema: { type: 'string' } },
    ];
  }
  operation.security ??= []; // An empty list states that the route needs no authentication.
}

function addBodyExamples({ requestBody }: Operation): void {
  const body =
    requestBody !== undefined && 'content' in requestBody
      ? requestBody.content['application/json']
      : undefined;
  if (body?.schema === undefined || !('$ref' in body.schema)) return;
  const examples = bodyExamples[body.schema.$ref.split('/').at(-1)!];
  if (examples === undefined) return;
  body.examples = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}

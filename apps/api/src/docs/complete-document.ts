import type { OpenAPIObject } from '@nestjs/swagger';
import { problemSchema } from '@postern/core/problem';
import { z } from 'zod';
import { problemCatalogue, type ProblemCode } from '../http/problem-catalogue.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Components = NonNullable<OpenAPIObject['components']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Headers that a route takes because of a problem that it may answer with. */
const headerOfProblem: Partial<Record<ProblemCode, { name: string; description: string; example: string }>> = {
  'idempotency-key-reused': {
    name: 'Idempotency-Key',
    description: 'The same key and body within 24 h gives the same resource; another body gives 409.',
    example: '0b1b5a0e-2f0e-4e0e-9a0e-5f5f5f5f5f5f',
  },
  'revision-is-stale': {
    name: 'If-Match',
    description: 'The ETag that was read; without it the last write wins.',
    example: '"3"',
  },
};

/**
 * Adds what decorators cannot say to a document: the problems and their examples as components, the headers that go
 * with them, and a description for every answer.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, examples: problemExamples(), ...withProblem(document.components) };
  for (const path of Object.values(document.paths)) {
    for (const method of methods) if (path[method] !== undefined) completeOperation(path[method]);
  }
  return document;
}

function withProblem(components: Components | undefined): Pick<Components, 'schemas'> {
  const { $schema: _, $defs, ...problem } = z.toJSONSchema(problemSchema, { reused: 'inline' });
  const inputError = $defs?.['InputError'] ?? {};
  const text = JSON.stringify({ Problem: problem, InputError: inputError }).replaceAll('#/$defs/', '#/components/schemas/');
  return { schemas: { ...components?.schemas, ...(JSON.parse(text) as Components['schemas']) } };
}

function problemExamples(): Components['examples'] {
  const entries = Object.entries(problemCatalogue).map(([code, [status, title, detail]]) => {
    const value = { type: `/docs/problems/${code}`, title, status, detail, code, requestId: '019aaf3e-0000-7000-8000-000000000000' };
    return [code, { summary: title, value }];
  });
  return Object.fromEntries(entries) as Components['examples'];
}

function completeOperation(operation: Operation): void {
  for (const answer of Object.values(operation.responses)) {
    if (answer !== undefined && 'description' in answer) answer.description ||= 'As asked';
  }
  const declared = JSON.stringify(operation.responses);
  for (const [code, header] of Object.entries(headerOfProblem)) {
    if (!declared.includes(`/examples/${code}"`)) continue;
    operation.parameters = [
      ...(operation.parameters ?? []),
      { ...header, in: 'header', required: false, schema: { type: 'string' } },
    ];
  }
  operation.security ??= []; // For anybody, said out loud.
}

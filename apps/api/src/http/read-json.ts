import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from './api-problem.js';

const escapesToLookAt = /\\u(?:d[89a-f]|0000)/i;

/**
 * Reads bodies of JSON as UTF-8 (RFC 8259 §8.1) and refuses what PostgreSQL cannot store: lone surrogates, which UTF-8
 * has no bytes for, and U+0000. Fastify's own parser replaces bad bytes in silence and lets both through.
 */
export function readJson(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(new ApiProblem('invalid-body', { detail: 'The body is not UTF-8.' }));
      return;
    }
    void parse(request, text, (error, value) => {
      if (error !== null || !escapesToLookAt.test(text) || hasStorableText(value)) done(error, value);
      else
        done(
          new ApiProblem('invalid-body', { detail: 'The body has a lone surrogate or U+0000 in a text.' }),
        );
    });
  });
}

/** Whether no text and no field name in a value has a lone surrogate or U+0000. Iterative: bodies may be nested deeply. */
function hasStorableText(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (!next.isWellFormed() || next.includes('\0'))) return false;
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, field] of Object.entries(next)) left.push(name, field);
  }
  return true;
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pathText } from '@postern/core/problem';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidInput } from './api-problem.js';

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
      done(error ?? (escapesToLookAt.test(text) ? refuseTextThatCannotBeStored(value) : null), value);
    });
  });
}

/** A value in a body, with the place where it stands. */
type Place = { readonly parent: Place | null; readonly name: string | number; readonly value: unknown };

/**
 * Returns the problem of the first text with a lone surrogate or U+0000, and names its field; null if there is none.
 * Iterative, because bodies may be nested deeply.
 */
function refuseTextThatCannotBeStored(body: unknown): ApiProblem | null {
  const left: Place[] = [{ parent: null, name: '', value: body }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value } = next;
    if (typeof value === 'string' && !isStorable(value)) {
      const message = 'This text has a lone surrogate or the character U+0000; remove it';
      return invalidInput(pathText(pathTo(next)), 'wrong-format', message);
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, field] of Object.entries(value)) {
      if (!isStorable(name)) {
        return new ApiProblem('invalid-body', {
          detail: 'The name of a field has a lone surrogate or U+0000.',
        });
      }
      left.push({ parent: next, name: Array.isArray(value) ? Number(name) : name, value: field });
    }
  }
  return null;
}

function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each = place; each.parent !== null; each = each.parent) path.unshift(each.name);
  return path;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

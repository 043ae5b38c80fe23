import { expect, test } from '@jest/globals';
import { openApiDocument } from '@postern/api/docs/openapi-document';
import { readFileSync } from 'node:fs';
import { writeOpenApiTypes, type ApiDocument } from './openapi-types.js';

test('the committed client types are those of today’s API (else: npm run client)', async () => {
  const committed = readFileSync(
    new URL('../../packages/client/src/generated/openapi.ts', import.meta.url),
    'utf8',
  );
  expect(writeOpenApiTypes((await openApiDocument()) as unknown as ApiDocument)).toBe(committed);
});

test.each([
  ['a nullable', { type: ['string', 'null'] }, 'string | null'],
  ['a list of alternatives', { type: 'array', items: { enum: ['a', 'b'] } }, "('a' | 'b')[]"],
  ['a reference', { $ref: '#/components/schemas/Other' }, "components['schemas']['Other']"],
  ['an open record', { type: 'object', additionalProperties: { type: 'integer' } }, 'Record<string, number>'],
  [
    'a closed empty object',
    { type: 'object', properties: {}, additionalProperties: false },
    'Record<string, never>',
  ],
  [
    'an optional field',
    { type: 'object', properties: { a: { type: 'boolean' } } },
    '{\n      a?: boolean;\n    }',
  ],
])('writes %s', (_, schema, type) => {
  const text = writeOpenApiTypes({ paths: {}, components: { schemas: { It: schema } } });
  expect(text).toContain(`    It: ${type};\n`);
});

import { expect, test } from '@jest/globals';
import { writeOpenApiTypes } from './openapi-types.js';

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
])('writes the TypeScript type of %s', (_, schema, type) => {
  const text = writeOpenApiTypes({ paths: {}, components: { schemas: { It: schema } } });
  expect(text).toContain(`    It: ${type};\n`);
});

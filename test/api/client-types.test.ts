import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { openApiDocument } from '@postern/api/docs/openapi-document';
import { writeOpenApiTypes, type ApiDocument } from '../../packages/client/scripts/openapi-types.js';

test('the committed client types match the API (otherwise run: npm run client)', async () => {
  const file = new URL('../../packages/client/src/generated/openapi.ts', import.meta.url);
  const document = (await openApiDocument()) as unknown as ApiDocument;
  expect(writeOpenApiTypes(document)).toBe(await readFile(file, 'utf8'));
});

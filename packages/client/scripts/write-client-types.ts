/** `npm run client`: writes packages/client/src/generated/openapi.ts from the OpenAPI document of the built API. */
import { writeFileSync } from 'node:fs';
import { writeOpenApiTypes, type ApiDocument } from './openapi-types.js';

// The sources of the API contain decorators, which Node cannot strip; therefore the output of tsc is loaded.
const built = new URL('../../../apps/api/dist/docs/openapi-document.js', import.meta.url);
const { openApiDocument } = (await import(built.href)) as { openApiDocument: () => Promise<ApiDocument> };
const target = new URL('../src/generated/openapi.ts', import.meta.url);
writeFileSync(target, writeOpenApiTypes(await openApiDocument()));
process.exit(0);

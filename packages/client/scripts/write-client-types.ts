/** `npm run client`: writes packages/client/src/generated/openapi.ts from the API that was just built. */
import { writeFileSync } from 'node:fs';
import { writeOpenApiTypes, type ApiDocument } from './openapi-types.js';

// The api's sources hold decorators, which Node cannot strip: what tsc built is loaded.
const built = new URL('../../../apps/api/dist/docs/openapi-document.js', import.meta.url);
const { openApiDocument } = (await import(built.href)) as { openApiDocument: () => Promise<ApiDocument> };
const target = new URL('../src/generated/openapi.ts', import.meta.url);
writeFileSync(target, writeOpenApiTypes(await openApiDocument()));
process.exit(0);

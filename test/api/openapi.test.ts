import { beforeAll, expect, test } from '@jest/globals';
import { bodyExamples } from '@postern/api/docs/body-examples';
import { openApiDocument } from '@postern/api/docs/openapi-document';
import { accountChangeSchema, accountInputSchema } from '@postern/core/account';
import { connectionInputSchema } from '@postern/core/connection';
import { mailSettingsInputSchema } from '@postern/core/mail-settings';
import { tokenInputSchema } from '@postern/core/token';
import { createConfig, lintFromString } from '@redocly/openapi-core';

type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
};
type Document = {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

let document: Document;
let operations: { readonly place: string; readonly operation: Operation }[];
beforeAll(async () => {
  document = (await openApiDocument()) as unknown as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ place: `${method} ${path}`, operation })),
  );
});

test('the document is OpenAPI 3.1, and Redocly’s linter finds only two paths of different methods that look alike', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      // /livez and /readyz have no 4xx response, because they take no input and need no token.
      'operation-4xx-response': 'off',
      'no-server-example.com': 'error',
      'no-invalid-media-type-examples': 'error',
      'no-invalid-schema-examples': 'error',
      'operation-operationId': 'error',
      'no-unused-components': 'error',
    },
  });
  const findings = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/openapi.json',
    config,
  });
  // GET …/guides/{device} and POST …/{target}/check would only meet at guides/check, which is neither a device nor a target.
  expect(findings.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([
    [
      'no-ambiguous-paths',
      expect.stringContaining('`/v1/firewall/guides/{device}` and `/v1/firewall/{target}/check`'),
      expect.any(String),
    ],
  ]);
  expect(document.openapi).toBe('3.1.0');
});

test('no text of the document has the number of a rule, which only the tests of this repository explain', () => {
  expect(JSON.stringify(document).match(/.{0,40}\b[RB]\d{1,2}\b.{0,40}/g)).toBeNull();
});

test('every operation of the OpenAPI document has an operationId in camel case, a summary and a tag with a description', () => {
  const names = operations.map(({ operation }) => operation.operationId ?? '');
  expect(names.filter((name) => !/^[a-z]+(?:[A-Z][a-z]+)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(operations.filter(({ operation }) => !operation.summary).map(({ place }) => place)).toEqual([]);
  const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
  expect([...used].toSorted()).toEqual(document.tags.map(({ name }) => name).toSorted());
});

test('every operation that needs a token documents the authentication and its error responses', () => {
  for (const { place, operation } of operations) {
    if (operation.security?.length === 0) continue;
    expect([place, Object.keys(operation.responses)]).toEqual([
      place,
      expect.arrayContaining(['400', '401', '403', '503']),
    ]);
  }
});

test.each(
  Object.entries({
    MailSettingsInput: mailSettingsInputSchema,
    ConnectionInput: connectionInputSchema,
    TokenInput: tokenInputSchema,
    AccountInput: accountInputSchema,
    AccountChange: accountChangeSchema,
  }),
)('the schema %s accepts its own examples', (name, schema) => {
  for (const example of Object.values(bodyExamples[name]!))
    expect(schema.safeParse(example).success).toBe(true);
});

import fc from 'fast-check';

/** The parts of the OpenAPI document that random requests are made from. */
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
};
type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
};

/** A request in the form in which Fastify's `inject` takes it; `body` is the text that is sent. */
export type ArbitraryRequest = {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

const deep = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: [inner] }), null);

/** Values that often make parsers and databases fail. */
const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eexample.com',
  '\ufeff',
  'éxample.com',
  'exаmple.com',
  '例え.テスト',
  'xn--a',
  'xn--',
  '.',
  '..',
  '../../etc/passwd',
  "'; drop table token; --",
  '%00',
  '%',
  '$1',
  '{{7*7}}',
  '=cmd()',
  '*.example.com',
  'a'.repeat(5000),
  'a.'.repeat(200),
  '127.1',
  '[::1]',
  '::ffff:127.0.0.1',
  'example.com.',
  '@',
  '__proto__',
  'constructor',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00Z',
  'https://user:pass@h.example.com/EWS/Exchange.asmx',
];
const hostile = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 65536, 1e308, -0, 2 ** 53, 0.1, 1e21, [], {}, [
      [],
    ]),
  },
  { weight: 1, arbitrary: fc.constantFrom(50, 500).map(deep) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Texts that are often valid, so that many random requests pass the schema and reach a handler. */
const plausibleTexts = [
  'example.com',
  'mail.example.com',
  'jane@example.com',
  'a.example.org',
  'https://mail.example.com/EWS/Exchange.asmx',
  '2030-01-01T00:00:00Z',
  'eu1',
  '019aaf3e-0000-7000-8000-000000000000',
  'f'.repeat(64),
  'Example',
  '54.174.62.196',
  'nftables',
];

/** Returns a valid value for a field with this name, so that most generated bodies pass the schema. */
const plausibleByName: Readonly<Record<string, readonly string[]>> = {
  domain: ['example.com', 'a.example.org', 'xn--bcher-kva.example.com', 'b.example.net'],
  host: ['mail.example.com', '192.0.2.1', 'imap.example.org'],
  url: ['https://mail.example.com/EWS/Exchange.asmx', 'https://ews.example.org/ews/exchange.asmx'],
  email: ['jane@example.com', 'joe@a.example.org'],
};

/** Returns random values of a schema, with some parts replaced by hostile values. */
function valueOf(schema: Schema, document: ApiDocument, depth = 0, name = ''): fc.Arbitrary<unknown> {
  if (depth > 8) return hostile;
  const named = plausibleByName[name];
  const right = named === undefined ? rightValueOf(schema, document, depth) : fc.constantFrom(...named);
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: hostile });
}

function rightValueOf(schema: Schema, document: ApiDocument, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return valueOf(document.components.schemas[schema.$ref.split('/').at(-1)!] ?? {}, document, depth + 1);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined)
    return fc.oneof(...alternatives.map((one) => valueOf(one, document, depth + 1)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [
        name,
        valueOf(field, document, depth + 1, name),
      ]);
      const record = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: (schema.required ?? []) as never[],
      });
      const more = fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'extra', ''), hostile, {
        maxKeys: 1,
      });
      return fc.oneof(
        { weight: 9, arbitrary: record },
        { weight: 1, arbitrary: fc.tuple(record, more).map(([one, other]) => ({ ...one, ...other })) },
      );
    }
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, document, depth + 1), { maxLength: 4 });
    case 'integer':
    case 'number':
      return fc.oneof(fc.constantFrom(993, 143, 465, 587, 443, 25), fc.integer(), fc.double());
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.constantFrom(...plausibleTexts);
    case undefined:
    default:
      return hostile;
  }
}

/**
 * Returns random texts for a header. They have no control characters, because Node's HTTP parser refuses those
 * before any handler runs.
 */
const headerText = fc.oneof(
  fc.constantFrom(
    '"1"',
    'W/"1"',
    '*',
    '""',
    'application/json',
    'text/csv',
    'application/x-ndjson',
    'multipart/form-data',
    'gzip',
    '-1',
  ),
  fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/),
);
const fuzzedHeaders = [
  'if-match',
  'if-none-match',
  'idempotency-key',
  'accept',
  'content-type',
  'cookie',
  'origin',
  'last-event-id',
  'content-encoding',
  'postern-account',
];

const rawBody = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.constantFrom('['.repeat(100_000), '{"a":'.repeat(50_000), '\ufeff{}', '1e999', '{"a":1,"a":2}'),
);

/** Returns random texts for a part of a path, percent-encoded as browsers do it, or unencoded. */
const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...plausibleTexts).map(encodeURIComponent) },
  {
    weight: 3,
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 40 })
      .map((text) => encodeURIComponent(text.toWellFormed())),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '%',
      '%zz',
      '%c0%80',
      '%ff',
      '..',
      '%2e%2e',
      '%2F',
      '%00',
      '',
      'a'.repeat(400),
    ),
  },
);

/** Returns random requests for the operations of a document, each operation equally often. */
export function arbitraryRequest(document: ApiDocument): fc.Arbitrary<ArbitraryRequest> {
  // The answer to this one has no end, so that nobody could wait for it.
  const paths = Object.entries(document.paths).filter(([path]) => path !== '/v1/summary/events');
  const operations = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(document, path, method, operation)),
  );
  return fc.oneof(...operations);
}

function requestOf(
  document: ApiDocument,
  path: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<ArbitraryRequest> {
  const places = path.split(/\{\w+\}/);
  const queryNames = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const query = fc.record(
    Object.fromEntries(
      queryNames.map(({ name, schema }) => [name, valueOf(schema, document, 0, name).map(asQueryText)]),
    ),
    { requiredKeys: [] },
  );
  const contents = Object.entries(operation.requestBody?.content ?? {});
  const [mediaType, content] = contents[0] ?? ['application/json', null];
  const json = content === null ? hostile : valueOf(content.schema, document);
  const hasBody = ['post', 'put', 'patch'].includes(method);
  const body = hasBody
    ? fc.oneof(
        { weight: 9, arbitrary: json.map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: rawBody },
      )
    : fc.constant(undefined);
  const headers = fc.dictionary(fc.constantFrom(...fuzzedHeaders), headerText, { maxKeys: 2 });
  return fc
    .record({ parts: fc.tuple(...places.slice(1).map(() => part)), query, body, headers })
    .map((drawn) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      url: addressOf(places, drawn.parts, drawn.query as Record<string, string>),
      headers: { ...(hasBody ? { 'content-type': mediaType } : {}), ...drawn.headers },
      body: drawn.body,
    }));
}

function addressOf(
  places: readonly string[],
  parts: readonly string[],
  query: Record<string, string>,
): string {
  const path = places.map((place, index) => place + (parts[index] ?? '')).join('');
  const fields = Object.entries(query).map(
    ([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`,
  );
  return fields.length === 0 ? path : `${path}?${fields.join('&')}`;
}

function asQueryText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

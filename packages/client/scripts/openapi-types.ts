/** The parts of an OpenAPI 3.1 document that the TypeScript types are made from; other parts are ignored. */
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
};

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
};
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
const heading = '/** Written from the API’s OpenAPI document by `npm run client`; do not edit. */\n';

/**
 * Returns the source text of the two TypeScript types that openapi-fetch reads, `paths` and `components`, for an
 * OpenAPI document. The package openapi-typescript cannot be used: it needs the compiler API of TypeScript 5, which
 * TypeScript 7 does not have.
 */
export function writeOpenApiTypes(document: ApiDocument): string {
  const paths = byName(document.paths).map(([path, item]) => `  ${key(path)}: {\n${pathItem(item)}  };\n`);
  const schemas = byName(document.components?.schemas ?? {}).map(
    ([name, schema]) => `    ${key(name)}: ${typeOf(schema as Schema, '    ')};\n`,
  );
  return `${heading}export interface paths {\n${paths.join('')}}\n\nexport interface components {\n  schemas: {\n${schemas.join('')}  };\n}\n`;
}

function byName<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function pathItem(item: Readonly<Record<string, unknown>>): string {
  return methods
    .flatMap((method) => {
      const operation = item[method] as Operation | undefined;
      return operation === undefined ? [] : [`    ${method}: {\n${operationBody(operation)}    };\n`];
    })
    .join('');
}

function operationBody({ parameters = [], requestBody, responses }: Operation): string {
  const lines = [`      parameters: {${parametersOf(parameters)} };\n`];
  if (requestBody !== undefined) {
    lines.push(
      `      requestBody${requestBody.required ? '' : '?'}: { content: ${contentOf(requestBody.content)} };\n`,
    );
  }
  const answers = byName(responses).map(
    ([status, { content }]) =>
      `        ${status}: { headers: Record<string, unknown>; content${content ? '' : '?'}: ${content ? contentOf(content) : 'never'} };\n`,
  );
  return `${lines.join('')}      responses: {\n${answers.join('')}      };\n`;
}

/**
 * Header parameters are not part of the type: a caller that sends a header names it in the call of openapi-fetch.
 */
function parametersOf(parameters: readonly Parameter[]): string {
  return (['query', 'path'] as const)
    .map((place) => {
      const here = parameters.filter((parameter) => parameter.in === place);
      if (here.length === 0) return ` ${place}?: never;`;
      const isRequired = here.some(({ required }) => required);
      const fields = here.map(
        ({ name, required, schema }) => `${key(name)}${required ? '' : '?'}: ${typeOf(schema ?? {}, '')}`,
      );
      return ` ${place}${isRequired ? '' : '?'}: { ${fields.join('; ')} };`;
    })
    .join('');
}

function contentOf(content: Content): string {
  const kinds = Object.entries(content).map(([mediaType, { schema }]) => {
    const type = mediaType.includes('json') ? typeOf(schema ?? {}, '        ') : 'string';
    return `${key(mediaType)}: ${type}`;
  });
  return `{ ${kinds.join('; ')} }`;
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return `components['schemas'][${quote(schema.$ref.split('/').at(-1)!)}]`;
  if (schema.const !== undefined) return quote(schema.const);
  if (schema.enum !== undefined) return joined(schema.enum.map(quote), '|');
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined)
    return joined(
      alternatives.map((each) => typeOf(each, indent)),
      '|',
    );
  if (schema.allOf !== undefined)
    return joined(
      schema.allOf.map((each) => typeOf(each, indent)),
      '&',
    );
  const kinds = schema.type === undefined ? [] : [schema.type].flat();
  return kinds.length === 0
    ? 'unknown'
    : joined(
        kinds.map((kind) => plainType(kind, schema, indent)),
        '|',
      );
}

function plainType(kind: string, schema: Schema, indent: string): string {
  if (kind === 'array') return `${parenthesised(typeOf(schema.items ?? {}, indent))}[]`;
  if (kind === 'object') return objectType(schema, indent);
  return kind === 'integer' ? 'number' : kind;
}

function objectType(
  { properties = {}, required = [], additionalProperties }: Schema,
  indent: string,
): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${indent}  ${key(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, `${indent}  `)};\n`,
  );
  if (fields.length > 0) return `{\n${fields.join('')}${indent}}`;
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  if (!isOpen) return 'Record<string, never>';
  return `Record<string, ${additionalProperties === true ? 'unknown' : typeOf(additionalProperties, indent)}>`;
}

function joined(types: readonly string[], by: '|' | '&'): string {
  return [...new Set(types)].join(` ${by} `);
}

function parenthesised(type: string): string {
  return /^(?:Record<|components\[)?[^|&]*$/.test(type) || type.startsWith('{') ? type : `(${type})`;
}

function key(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : quote(name);
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(value);
}

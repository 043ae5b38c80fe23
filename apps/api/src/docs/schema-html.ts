import { escapeHtml } from './html.js';

/** The parts of a JSON Schema (2020-12) that the reference shows. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
};

/** The anchor of a schema on the page. */
export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** What a value may be, in one line: its type, its allowed values, or links to schemas. */
export function typeHtml(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!;
    return `<a href="#${schemaAnchor(name)}">${escapeHtml(name)}</a>`;
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return [...new Set(choices.map(typeHtml))].join(' or ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeHtml).join(' and ');
  if (schema.enum !== undefined) return schema.enum.map(valueHtml).join(', ');
  if (schema.const !== undefined) return valueHtml(schema.const);
  if (schema.items !== undefined) return `array of ${typeHtml(schema.items)}`;
  const { additionalProperties: values, properties } = schema;
  if (properties === undefined && typeof values === 'object')
    return `object with values: ${typeHtml(values)}`;
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(
      ([name, field]) => `${escapeHtml(name)}: ${typeHtml(field)}`,
    );
    return `object { ${fields.join('; ')} }`;
  }
  const types = [schema.type ?? 'any value'].flat().map(String);
  return escapeHtml(`${types.join(' or ')}${schema.format === undefined ? '' : ` (${schema.format})`}`);
}

function valueHtml(value: unknown): string {
  return `<code>${escapeHtml(JSON.stringify(value))}</code>`;
}

/** The fields of an object as a table; the type in one line for any other schema. */
export function schemaHtml(schema: Schema): string {
  const lead = schema.description === undefined ? '' : `<p>${escapeHtml(schema.description)}</p>`;
  if (schema.properties === undefined) return `${lead}<p>${typeHtml(schema)}</p>`;
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td>${typeHtml(field)}</td><td>${noteHtml(field, isRequired)}</td></tr>`;
  });
  return `${lead}<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Whether a value is required, its default, and its description. */
export function noteHtml(schema: Schema, isRequired: boolean): string {
  const notes = [
    isRequired ? 'Required.' : 'Optional.',
    schema.default === undefined ? '' : `Default ${valueHtml(schema.default)}.`,
    schema.description === undefined ? '' : escapeHtml(schema.description),
  ];
  return notes.filter((note) => note !== '').join(' ');
}

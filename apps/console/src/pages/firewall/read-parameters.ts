import type { ParameterSchema, TargetParameters } from '../../api/firewall';

export type ParameterKind = 'choice' | 'flag' | 'number' | 'lines' | 'pairs' | 'text';

const kinds: Readonly<Record<string, ParameterKind>> = {
  boolean: 'flag',
  integer: 'number',
  number: 'number',
  array: 'lines',
  object: 'pairs',
};

/** The kind of field for a parameter; a type without a field of its own is text. */
export function kindOf(schema: ParameterSchema): ParameterKind {
  if (schema.enum !== undefined) return 'choice';
  return kinds[schema.type ?? ''] ?? 'text';
}

/** The filled-in parameters with the types of their schema; the API validates them. */
export function readParameters(
  { properties = {} }: TargetParameters,
  given: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const filled = Object.entries(given).filter(
    ([name, value]) => Object.hasOwn(properties, name) && value.trim() !== '',
  );
  return Object.fromEntries(filled.map(([name, value]) => [name, read(kindOf(properties[name]!), value)]));
}

function read(kind: ParameterKind, value: string): unknown {
  switch (kind) {
    case 'flag':
      return value === 'true';
    case 'number':
      return Number.isNaN(Number(value)) ? value : Number(value);
    case 'lines':
      return linesOf(value);
    case 'pairs':
      return Object.fromEntries(linesOf(value).map(pairOf));
    case 'choice':
    case 'text':
      return value;
  }
}

function linesOf(value: string): string[] {
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A value may itself hold equals signs; without any, the name has an empty value. */
function pairOf(line: string): [string, string] {
  const [name = '', ...rest] = line.split('=');
  return [name.trim(), rest.join('=').trim()];
}

import { readFileSync } from 'node:fs';
import { Fault } from '@postern/firewall/test/strict-cidr';
import { resourcesByAddress, type Attributes, type WrittenModule } from './written-module.js';

type Attribute = {
  readonly type: string | readonly string[];
  readonly required?: boolean;
  readonly optional?: boolean;
};
type Block = {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
};
type Schema = {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>
  >;
};

/** What Terraform itself adds to every resource. */
const ofTerraform = ['count', 'depends_on', 'lifecycle'];

/** Throws unless every resource has what the committed schema of a provider requires, and nothing that it does not know. */
export function fitSchema(provider: 'aws' | 'azurerm' | 'google', module: WrittenModule): void {
  const text = readFileSync(new URL(`../schema/${provider}.json`, import.meta.url), 'utf8');
  const schemas = Object.values((JSON.parse(text) as Schema).provider_schemas)[0]!.resource_schemas;
  for (const [address, attributes] of resourcesByAddress(module)) {
    const schema = schemas[address.split('.')[0]!];
    if (schema === undefined) throw new Fault(`${address} is of no known type`);
    const own = Object.entries(attributes).filter(([name]) => !ofTerraform.includes(name));
    fitBlock(address, Object.fromEntries(own), schema.block);
  }
}

function fitBlock(
  place: string,
  given: Attributes,
  { attributes = {}, block_types: blocks = {} }: Block,
): void {
  for (const [name, value] of Object.entries(given)) {
    const [attribute, nested] = [attributes[name], blocks[name]];
    if (nested !== undefined) {
      for (const one of value as Attributes[]) fitBlock(`${place}.${name}`, one, nested.block);
    } else if (attribute === undefined || (attribute.required ?? attribute.optional) !== true) {
      throw new Fault(`${place} has no argument ${name}`);
    } else if (!isOfType(value, attribute.type)) {
      throw new Fault(`${place}.${name} has the wrong type`);
    }
  }
  for (const [name, { required }] of Object.entries(attributes)) {
    if (required === true && given[name] === undefined) throw new Fault(`${place} lacks ${name}`);
  }
}

/** An expression may have any type; only Terraform knows. */
function isOfType(value: unknown, type: string | readonly string[]): boolean {
  if (typeof value === 'string' && value.startsWith('${')) return true;
  if (typeof type === 'string') return typeof value === (type === 'bool' ? 'boolean' : type);
  return type[0] === 'map'
    ? typeof value === 'object'
    : Array.isArray(value) && value.every((one) => isOfType(one, type[1]!));
}

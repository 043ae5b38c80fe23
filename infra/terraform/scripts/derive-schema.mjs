/**
 * Writes schema/azurerm.json and schema/google.json from the prebuilt provider packages on npm, because Terraform's
 * registry may be out of reach. Needed only when a provider's major version moves:
 *
 *   npm pack @cdktn/provider-azurerm@16.1.0 @cdktf/provider-google@16.12.1, unpacked to two folders, then
 *   node infra/terraform/scripts/derive-schema.mjs azurerm=FOLDER google=FOLDER
 *
 * The packages' code names every attribute with its type and whether it is a block, and their declarations say which
 * ones are required. They do not say whether an optional attribute is computed too (only `id` is marked so here), nor
 * what the provider's own block must hold: `features` of azurerm is added by hand. The bindings depend on neither.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const resources = {
  azurerm: { azurerm_network_security_rule: 'network-security-rule' },
  google: { google_compute_firewall: 'compute-firewall' },
};
const providerAttributes = { azurerm: ['subscription_id'], google: ['project', 'region'] };
const providerBlocks = {
  azurerm: {
    features: { nesting_mode: 'list', block: { description_kind: 'plain' }, min_items: 1, max_items: 1 },
  },
  google: {},
};
const types = { string: 'string', boolean: 'bool', number: 'number', stringList: ['set', 'string'] };

for (const argument of process.argv.slice(2)) {
  const [provider, folder] = argument.split('=');
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const schemas = {};
  let version = manifest.cdktf.provider.version;
  for (const [type, path] of Object.entries(resources[provider])) {
    const code = await readFile(join(folder, 'lib', path, 'index.js'), 'utf8');
    const declarations = await readFile(join(folder, 'lib', path, 'index.d.ts'), 'utf8');
    version = /providerVersion: '([^']+)'/.exec(code)[1];
    schemas[type] = { version: 0, block: resourceBlock(code, declarations) };
  }
  const key = `registry.terraform.io/hashicorp/${provider}`;
  const provided = Object.fromEntries(providerAttributes[provider].map((name) => [name, optional('string')]));
  const schema = {
    format_version: '1.0',
    provider_schemas: {
      [key]: {
        provider: {
          version: 0,
          block: { attributes: provided, block_types: providerBlocks[provider], description_kind: 'plain' },
        },
        resource_schemas: schemas,
        data_source_schemas: {},
      },
    },
    provider_versions: { [key]: version },
  };
  const file = join(import.meta.dirname, `../schema/${provider}.json`);
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`);
}

function resourceBlock(code, declarations) {
  const config = /export interface \w+Config extends [\s\S]*?\n\}/.exec(declarations)[0];
  const all = /synthesizeHclAttributes\(\) \{\s*const attrs = \{([\s\S]*?)\n {8}\};/.exec(code)[1];
  const { attributes, block_types: blocks } = readBlock(all, config, code, declarations);
  for (const [, name] of code.matchAll(/\/\/ (\w+) - computed: true, optional: false, required: false/g)) {
    const kind = new RegExp(`get\\w+Attribute(?=\\('${name}'\\))`).exec(code)[0];
    attributes[name] = {
      type: kind.includes('Number') ? 'number' : 'string',
      description_kind: 'plain',
      computed: true,
    };
  }
  attributes.id.computed = true;
  return { attributes: sorted(attributes), block_types: sorted(blocks), description_kind: 'plain' };
}

/** The attributes and blocks in a table of `HclTerraform` code, required where the declaration has no question mark. */
function readBlock(table, interfaceText, code, declarations) {
  const attributes = {};
  const blocks = {};
  for (const [, name, isBlock, nesting, storage] of table.matchAll(
    /(\w+): \{\s*value: [^\n]*\n\s*isBlock: (\w+),\s*type: "(\w+)",\s*storageClassType: "(\w+)"/g,
  )) {
    if (isBlock === 'true') {
      if (name === 'timeouts' || name === 'params') continue; // Not used here.
      const nested = storage.replace(/List$/, '');
      const inner = new RegExp(
        `function ${nested[0].toLowerCase()}${nested.slice(1)}ToHclTerraform[\\s\\S]*?const attrs = \\{([\\s\\S]*?)\\n {4}\\};`,
      ).exec(code)[1];
      const declared = new RegExp(`export interface ${nested} \\{[\\s\\S]*?\\n\\}`).exec(declarations)[0];
      blocks[name] = {
        nesting_mode: nesting,
        block: {
          attributes: readBlock(inner, declared, code, declarations).attributes,
          description_kind: 'plain',
        },
        ...(nesting === 'list' ? { max_items: 1 } : {}),
      };
    } else {
      const property = name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
      const isRequired = new RegExp(`readonly ${property}:`).test(interfaceText);
      const type = nesting === 'list' ? ['list', 'string'] : types[storage];
      attributes[name] = isRequired ? { type, description_kind: 'plain', required: true } : optional(type);
    }
  }
  return { attributes, block_types: blocks };
}

function optional(type) {
  return { type, description_kind: 'plain', optional: true };
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

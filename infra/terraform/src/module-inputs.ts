import type { ModuleInput } from './cloud-module.js';

/** Whether a module makes anything: every module has this variable. */
export const createInput: ModuleInput = {
  name: 'create',
  type: 'bool',
  description: 'Whether anything is made.',
  default: true,
};

/** The start of the names of what a module makes; default `postern`. */
export function namePrefixInput(description: string, given = 'postern'): ModuleInput {
  return { name: 'name_prefix', type: 'string', description, default: given, example: '"mail-vendor"' };
}

/** `name = value` lines with the equals signs below each other, as `terraform fmt` wants them. */
function alignedLines(entries: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)} = ${value}`);
}

/** Values for the variables of a module in HCL, the short ones first, then a map by server for each of the others. */
export function inputLines(inputs: readonly ModuleInput[], wanted: 'all' | 'required'): string[] {
  const given = inputs.filter((input) => wanted === 'all' || !('default' in input));
  const short = given.flatMap(({ name, example }) =>
    typeof example === 'string' ? [[name, example] as const] : [],
  );
  const blocks = given.flatMap(({ name, example }) => {
    if (typeof example !== 'object') return [];
    const entries = Object.entries(example).map(([host, value]) => [`"${host}"`, value] as const);
    return [[`${name} = {`, ...alignedLines(entries).map((line) => `  ${line}`), '}']];
  });
  return [...(short.length === 0 ? [] : [alignedLines(short)]), ...blocks].flatMap((block, index) =>
    index === 0 ? block : ['', ...block],
  );
}

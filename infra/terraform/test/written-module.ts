import { expect } from '@jest/globals';
import type { TextFile } from '@postern/firewall/test/strict-cidr';

export type Attributes = Readonly<Record<string, unknown>>;

/** What `main.tf.json` holds. */
export type WrittenModule = {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
};

export function readModule(files: readonly TextFile[]): WrittenModule {
  return JSON.parse(files.find(({ path }) => path === 'main.tf.json')!.text) as WrittenModule;
}

/** The resources of a module by their address. */
export function resourcesByAddress({ resource = {} }: WrittenModule): Map<string, Attributes> {
  return new Map(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, attributes]) => [`${type}.${name}`, attributes] as const),
    ),
  );
}

/** Fails if the JSON of a module names this machine or a place for state, or has a character outside ASCII. */
export function expectPortable(files: readonly TextFile[]): void {
  const json = files.map(({ text }) => text).join('');
  for (const banned of ['"backend"', '"provider"', process.cwd(), 'stackTrace'])
    expect(json).not.toContain(banned);
  expect([...json].filter((character) => character > '\u007f')).toEqual([]);
}

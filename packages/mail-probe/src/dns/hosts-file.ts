import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** The names of a file in the form of hosts(5). A change of the file counts at the next look-up. */
export class HostsFile {
  readonly #path: string;
  #version = '';
  #addresses: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns the addresses of a name in the order of their lines; none if the file does not name it or cannot be read. */
  addressesOf(name: string): readonly string[] {
    this.#refresh();
    return this.#addresses.get(name.toLowerCase()) ?? [];
  }

  #refresh(): void {
    // Read without libuv's threads: the file is small, and its state is in the cache of the kernel.
    const state = statSync(this.#path, { throwIfNoEntry: false });
    const version = state === undefined ? '' : `${state.mtimeMs} ${state.size} ${state.ino}`;
    if (version === this.#version) return;
    this.#addresses = state === undefined ? new Map() : parseHosts(readFileSync(this.#path, 'utf8'));
    this.#version = version;
  }
}

function parseHosts(text: string): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names.map((each) => each.toLowerCase())) {
      const known = addresses.get(name) ?? [];
      if (!known.includes(address)) addresses.set(name, [...known, address]);
    }
  }
  return addresses;
}

import { Fault } from './strict-cidr.js';

/**
 * Reads the block YAML that we write: keys, lists, plain words, numbers, and texts in double quotes; anything else is a
 * Fault. The library yaml, with which a test compares it, takes 20 times as long, and histories read a thousand files.
 */
export function parseBlockYaml(text: string): unknown[] {
  return text
    .split(/^---\n/m)
    .map((document) => document.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
    .filter((lines) => lines.length > 0)
    .map((lines) => new BlockReader(lines).read());
}

class BlockReader {
  readonly #lines: string[];
  #at = 0;

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  read(): unknown {
    const value = this.#block(0);
    if (this.#at < this.#lines.length) throw new Fault(`unexpected line: ${this.#lines[this.#at]}`);
    return value;
  }

  #indent(): number {
    const line = this.#lines[this.#at];
    return line === undefined ? -1 : line.length - line.trimStart().length;
  }

  #block(indent: number): unknown {
    if (this.#indent() !== indent) throw new Fault(`unexpected indent: ${this.#lines[this.#at]}`);
    return this.#lines[this.#at]!.startsWith('- ', indent) ? this.#list(indent) : this.#map(indent);
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    while (this.#indent() === indent && this.#lines[this.#at]!.startsWith('- ', indent)) {
      const rest = this.#lines[this.#at]!.slice(indent + 2);
      // The first line of an item is read as if the hyphen were a space.
      this.#lines[this.#at] = `${' '.repeat(indent + 2)}${rest}`;
      items.push(
        keyPattern.test(rest) || rest.startsWith('- ') ? this.#block(indent + 2) : this.#scalarLine(),
      );
    }
    return items;
  }

  #map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.#indent() === indent) {
      const line = this.#lines[this.#at]!;
      const [whole, key = ''] = keyPattern.exec(line.slice(indent)) ?? [];
      if (whole === undefined) throw new Fault(`unexpected line: ${line}`);
      const name = String(scalar(key));
      if (Object.hasOwn(map, name)) throw new Fault(`the key ${name} stands twice`);
      const rest = line.slice(indent + whole.length);
      this.#at += 1;
      map[name] = rest === '' ? this.#block(indent + 2) : scalar(rest.slice(1));
    }
    return map;
  }

  #scalarLine(): unknown {
    const line = this.#lines[this.#at]!;
    this.#at += 1;
    return scalar(line.trimStart());
  }
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|[A-Za-z][\w./-]*):(?= |$)/;
const yaml11Word = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

function scalar(text: string): unknown {
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text);
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return JSON.parse(text) as unknown;
  if (/^[A-Za-z][\w./-]*(?: [A-Za-z0-9][\w./-]*)*$/.test(text) && !yaml11Word.test(text)) return text;
  throw new Fault(`not a plain word: ${text}`);
}

/** Decodes MessagePack as Terraform writes values. Throws for a value that is not known yet, and for other extensions. */
export function decodeMsgpack(bytes: Buffer): unknown {
  return new Reader(bytes).value();
}

class Reader {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  value(): unknown {
    const tag = this.bytes[this.#at++]!;
    if (tag < 0x80) return tag;
    if (tag < 0x90) return this.#map(tag & 0x0f);
    if (tag < 0xa0) return this.#array(tag & 0x0f);
    if (tag < 0xc0) return this.#text(tag & 0x1f);
    if (tag >= 0xe0) return tag - 0x100;
    return this.#tagged(tag);
  }

  #tagged(tag: number): unknown {
    switch (tag) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return tag === 0xc3;
      case 0xcb:
        return this.bytes.readDoubleBE(this.#skip(8));
      case 0xcc:
        return this.#unsigned(1);
      case 0xcd:
        return this.#unsigned(2);
      case 0xce:
        return this.#unsigned(4);
      case 0xd0:
        return this.bytes.readInt8(this.#skip(1));
      case 0xd1:
        return this.bytes.readInt16BE(this.#skip(2));
      case 0xd2:
        return this.bytes.readInt32BE(this.#skip(4));
      case 0xd9:
        return this.#text(this.#unsigned(1));
      case 0xda:
        return this.#text(this.#unsigned(2));
      case 0xdb:
        return this.#text(this.#unsigned(4));
      case 0xdc:
        return this.#array(this.#unsigned(2));
      case 0xdd:
        return this.#array(this.#unsigned(4));
      case 0xde:
        return this.#map(this.#unsigned(2));
      case 0xdf:
        return this.#map(this.#unsigned(4));
      default:
        throw new Error(`The tag 0x${tag.toString(16)} is not read here; an unknown value has one of them`);
    }
  }

  #skip(length: number): number {
    this.#at += length;
    return this.#at - length;
  }

  #unsigned(length: number): number {
    return this.bytes.readUIntBE(this.#skip(length), length);
  }

  #text(length: number): string {
    const start = this.#skip(length);
    return this.bytes.toString('utf8', start, start + length);
  }

  #array(length: number): unknown[] {
    return Array.from({ length }, () => this.value());
  }

  #map(length: number): Record<string, unknown> {
    return Object.fromEntries(Array.from({ length }, () => [String(this.value()), this.value()]));
  }
}

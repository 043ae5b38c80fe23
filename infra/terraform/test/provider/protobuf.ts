/** A value of a message: an integer or a boolean as a varint, text or bytes, or a nested message. */
type Value = number | boolean | string | Uint8Array;

/** Encodes a message of Protocol Buffers (proto3): numbers of fields with values; a field may be repeated. */
export function encodeMessage(
  fields: readonly (readonly [number: number, value: Value | undefined])[],
): Buffer {
  const parts = fields.flatMap(([number, value]): Uint8Array[] => {
    if (value === undefined || value === false || value === 0 || value === '') return [];
    if (typeof value === 'number' || typeof value === 'boolean')
      return [varint(number * 8), varint(Number(value))];
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    return [varint(number * 8 + 2), varint(bytes.length), bytes];
  });
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The fields of a message that have a length (text, bytes, messages), the last of each number. */
export function decodeMessage(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const next = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = next();
    const length = next();
    if (tag % 8 === 0) continue; // A varint: nothing here depends on one.
    if (tag % 8 !== 2) throw new Error(`Wire type ${tag % 8} is not read here`);
    fields.set(Math.floor(tag / 8), bytes.subarray(at, at + length));
    at += length;
  }
  return fields;
}

import { createHash } from 'node:crypto';

/**
 * A secret to search for. `core` is a part of it in ASCII letters and digits that occurs nowhere else by chance.
 * Every encoding that leaves ASCII unchanged (JSON, SQL, percent-encoding) still contains it.
 */
export type WantedSecret = {
  readonly secret: string;
  readonly core: string;
  readonly usernames: readonly string[];
};

/** Returns the names of the encodings in which the bytes contain the secret or a part of it. Each text is searched for once. */
export function findSecret(bytes: Buffer, wanted: WantedSecret): string[] {
  const different = new Map(
    spellings(wanted).map((spelling) => [spelling.bytes.toString('latin1'), spelling]),
  );
  const found = [...different.values()].filter(({ bytes: spelling }) => bytes.includes(spelling));
  return [...new Set(found.map(({ name }) => name))];
}

type Spelling = { readonly name: string; readonly bytes: Buffer };

function spellings({ secret, core, usernames }: WantedSecret): Spelling[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const logins = usernames.map((username) => `\0${username}\0${secret}`);
  const digests = [secret, ...logins].flatMap((text) => digestsOf(text));
  const plain: [string, string][] = [
    ['as it is', secret],
    ['read as Latin-1', utf8.toString('latin1')],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in ASCII JSON', asciiJson(secret)],
    ['in an address', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams({ secret }).toString().slice('secret='.length)],
    ['in hex', utf8.toString('hex')],
    ['in upper-case hex', utf8.toString('hex').toUpperCase()],
    ['in base64', utf8.toString('base64')],
    ['in base64url', utf8.toString('base64url')],
    ...logins.map((login): [string, string] => ['in SASL PLAIN', Buffer.from(login).toString('base64')]),
    ...digests,
    ...inAnyBase64(core),
    ['its core in hex', Buffer.from(core).toString('hex')],
  ];
  return [
    ...plain.map(([name, text]) => ({ name, bytes: Buffer.from(text, 'utf8') })),
    { name: 'in UTF-16', bytes: Buffer.from(core, 'utf16le') },
    ...piecesOf(core).map((piece) => ({ name: 'a piece of it', bytes: Buffer.from(piece) })),
  ];
}

function digestsOf(text: string): [string, string][] {
  const digest = createHash('sha256').update(text).digest();
  return [
    ['its SHA-256', digest.toString('hex')],
    ['its SHA-256 in base64', digest.toString('base64').replace(/=+$/, '')],
  ];
}

function asciiJson(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped.replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Returns the base64 of a text at each of the three possible offsets (modulo 3), without the digits that also
 * depend on other text.
 */
function inAnyBase64(core: string): [string, string][] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(core)]).toString('base64');
    const last = Math.floor(((before + core.length) * 8) / 6);
    return ['in the middle of base64', encoded.slice(Math.ceil((before * 8) / 6), last)];
  });
}

/**
 * Returns all pieces of eight letters. They also find a secret that was cut off, e.g. in V8's message about invalid
 * JSON, which quotes ten letters.
 */
function piecesOf(core: string): string[] {
  return Array.from({ length: core.length - 7 }, (_, start) => core.slice(start, start + 8));
}

import { createHmac } from 'node:crypto';

const challenge = '<1896.697170952@mail.example.com>';

/** The mechanisms of access tokens, with the client's answer to a refusal in base64 (RFC 7628 §3.2.3; Google "XOAUTH2"). */
const endOfRefusal = new Map([
  ['OAUTHBEARER', 'AQ=='],
  ['XOAUTH2', ''],
]);

/**
 * Refuses an access token with a challenge, and waits for the client to end the exchange. Throws if it ends otherwise;
 * does nothing for a mechanism of passwords.
 */
export async function refuseToken(
  mechanism: string,
  challenge: object | string,
  ask: (challenge: string) => Promise<string>,
): Promise<void> {
  const expected = endOfRefusal.get(mechanism);
  if (expected === undefined) return;
  const text = typeof challenge === 'string' ? challenge : JSON.stringify(challenge);
  const answer = await ask(Buffer.from(text).toString('base64'));
  if (answer !== expected) throw new Error(`The client ends ${mechanism} with “${answer}”`);
}

/**
 * Runs the server's side of PLAIN, LOGIN, CRAM-MD5, OAUTHBEARER or XOAUTH2 and returns user name and password or token. `ask` sends a challenge in
 * base64 and returns the response. CRAM-MD5 transmits no password: if the digest is right, the password of the
 * account is returned.
 */
export async function readSaslLogin(
  mechanism: string,
  initial: string | undefined,
  ask: (challenge: string) => Promise<string>,
  accounts: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8');
  const encode = (text: string) => Buffer.from(text).toString('base64');
  if (mechanism === 'LOGIN') {
    const user = decode(initial ?? (await ask(encode('Username:'))));
    return [user, decode(await ask(encode('Password:')))];
  }
  if (mechanism === 'CRAM-MD5') {
    const [user = '', digest] = decode(await ask(encode(challenge))).split(' ');
    const password = accounts[user] ?? '';
    const isRight = createHmac('md5', password).update(challenge).digest('hex') === digest;
    return [user, isRight ? password : ''];
  }
  if (endOfRefusal.has(mechanism)) {
    const [name = '', ...fields] = decode(initial ?? (await ask(''))).split('\x01');
    const user = name.replace(/^n,a=|^user=/, '').replace(/,$/, '');
    const token = fields.find((field) => field.startsWith('auth=Bearer ')) ?? '';
    return [user.replaceAll('=2C', ',').replaceAll('=3D', '='), token.slice('auth=Bearer '.length)];
  }
  return decode(initial ?? (await ask('')))
    .split('\0')
    .slice(1);
}

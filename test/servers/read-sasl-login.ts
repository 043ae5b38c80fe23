import { createHmac } from 'node:crypto';

const challenge = '<1896.697170952@mail.example.com>';

/**
 * Runs the server's side of PLAIN, LOGIN or CRAM-MD5 and returns user name and password. `ask` sends a challenge in
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
  return decode(initial ?? (await ask('')))
    .split('\0')
    .slice(1);
}

import { exportSPKI, generateKeyPair, SignJWT } from 'jose';

/** What a token must say for the tests' Dovecot to accept it. */
export const tokenIssuerName = 'https://id.example.com';
export const mailAudience = 'mail.example.com';
export const mailScope = 'mail';

/** Claims of a token that differ from those of a right one; `undefined` leaves a claim out. */
type Claims = Readonly<Record<string, string | number | undefined>>;

export type TokenIssuer = {
  /** The public key in PEM with which tokens are checked. */
  readonly publicKey: string;
  /** Signs a token for a mailbox, valid for five minutes from now unless `claims` say otherwise. */
  readonly sign: (email: string, claims?: Claims) => Promise<string>;
};

/** Returns an issuer of access tokens with a key of its own. Dovecot 2.3 refuses the type of RFC 9068, at+jwt. */
export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    publicKey: await exportSPKI(publicKey),
    async sign(email, claims = {}) {
      const now = Math.floor(Date.now() / 1_000);
      const right = {
        iss: tokenIssuerName,
        sub: email,
        email,
        aud: mailAudience,
        scope: mailScope,
        iat: now - 3_600,
        exp: now + 300,
      };
      const said = Object.entries({ ...right, ...claims }).filter(([, value]) => value !== undefined);
      return await new SignJWT(Object.fromEntries(said))
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
        .sign(privateKey);
    },
  };
}

import { SealError, type SecretSealer } from '@postern/database/sealed-secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const lifeSeconds = 600;
const sealContext = 'sign-in through a provider';
const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  isSilent: z.boolean(),
  startedAt: z.number(),
});

/** A sign-in that a browser has begun. Only this browser can end it, because the cookie is sealed and holds the state. */
export type SignInAttempt = z.infer<typeof attemptSchema>;

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Lax and not Strict: the browser comes back from the provider's site. */
const optionsFor = ({ protocol }: FastifyRequest) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: protocol === 'https',
});

function cookieName({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? '__Host-postern_sign_in' : 'postern_sign_in';
}

export function setAttempt({ request, reply }: Exchange, sealer: SecretSealer, attempt: SignInAttempt): void {
  const sealed = sealer.seal(JSON.stringify(attempt), sealContext);
  reply.setCookie(cookieName(request), sealed, { ...optionsFor(request), maxAge: lifeSeconds });
}

/** Reads and clears the attempt of this browser; null if there is none, or one that is older than ten minutes. */
export function takeAttempt({ request, reply }: Exchange, sealer: SecretSealer): SignInAttempt | null {
  const sealed = request.cookies[cookieName(request)];
  if (sealed === undefined) return null;
  reply.clearCookie(cookieName(request), optionsFor(request));
  try {
    const attempt = attemptSchema.parse(JSON.parse(sealer.open(sealed, sealContext)));
    return Date.now() - attempt.startedAt <= lifeSeconds * 1000 ? attempt : null;
  } catch (error) {
    if (error instanceof SealError || error instanceof z.ZodError) return null;
    throw error;
  }
}

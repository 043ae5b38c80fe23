import { sessionLifeHours } from '@postern/database/sign-in-code';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookieName } from '../access/request-secret.js';

/** Scripts cannot read the cookie of a session, and other sites do not send it. */
const optionsFor = ({ protocol }: FastifyRequest) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: protocol === 'https',
});

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  const maxAge = sessionLifeHours * 3600;
  reply.setCookie(sessionCookieName(request), secret, { ...optionsFor(request), maxAge });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName(request), optionsFor(request));
}

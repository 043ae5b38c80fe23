import type { FastifyReply } from 'fastify';

/**
 * Adds a request header to those that an answer depends on (RFC 9110 §12.5.5). A plain `reply.header('vary', …)` would
 * remove `Origin`, which @fastify/cors has written there, and a cache would give one page the answer of another.
 */
export function addToVary(reply: FastifyReply, name: string): void {
  const known = [reply.getHeader('vary') ?? []].flat().map(String);
  reply.header('vary', [...known, name].join(', '));
}

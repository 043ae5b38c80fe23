import { newId } from '@postern/database/id';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { ApiProblem } from './api-problem.js';
import type { ProblemCode } from './problem-catalogue.js';

const codeOfError: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Answers a request that Node refuses to parse: headers over 16 KiB, a request that is too slow, or bytes that are not HTTP. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const problem = new ApiProblem(codeOfError[error.code ?? ''] ?? 'invalid-request');
  const id = newId();
  const body = JSON.stringify(problem.toDocument(id));
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Answers a request that Fastify refuses before it looks for a route: a path that cannot be decoded or is too long. */
export function answerFrameworkError(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = new ApiProblem('not-found', { detail: 'The path of the request cannot be decoded.' });
  void reply
    .status(problem.status)
    .headers({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': request.id,
    })
    .send(Buffer.from(JSON.stringify(problem.toDocument(request.id)), 'utf8'));
}

import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isDatabaseAway } from '@postern/database/database-away';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CreationKeyReusedError } from '../idempotency/create-once.js';
import { ApiProblem } from './api-problem.js';
import type { ProblemCode } from './problem-catalogue.js';

const codeOfStatus: Partial<Record<number, ProblemCode>> = {
  400: 'invalid-body',
  403: 'not-found', // @fastify/static answers so to paths outside of its folder, such as /docs/%2e%2e.
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  431: 'header-too-large',
};

/** Turns whatever was thrown into a problem document; what nobody expected is logged and tells nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private nextWordOfAbsenceAt = 0;

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(thrown);
    if (problem.status >= 500) this.report(request, problem, thrown);
    if (reply.sent) return;
    void reply
      .status(problem.status)
      .headers({ 'cache-control': 'no-store', ...problem.extras.headers })
      .type('application/problem+json')
      // As bytes: to a text or an object Fastify (5.12) adds a charset, which the media type does not have.
      .send(Buffer.from(JSON.stringify(problem.toDocument(request.id)), 'utf8'));
  }

  /** A database that is away fails every request: that is said once a second, not a thousand times. */
  private report(request: FastifyRequest, { code }: ApiProblem, thrown: unknown): void {
    if (code !== 'temporarily-unavailable') return request.log.error({ err: thrown }, code);
    const now = Date.now();
    if (now < this.nextWordOfAbsenceAt) return;
    this.nextWordOfAbsenceAt = now + 1000;
    request.log.warn({ err: thrown }, code);
  }
}

function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof CreationKeyReusedError) return new ApiProblem('idempotency-key-reused');
  if (isDatabaseAway(thrown))
    return new ApiProblem('temporarily-unavailable', { headers: { 'retry-after': '2' } });
  const status = statusOf(thrown);
  const isClientError = status >= 400 && status < 500;
  return new ApiProblem(codeOfStatus[status] ?? (isClientError ? 'invalid-request' : 'internal-error'));
}

/** Nest's own exceptions, and Fastify's errors of reading a request (`FST_ERR_CTP_…`). */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

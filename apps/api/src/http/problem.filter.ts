import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { databaseTrouble, type DatabaseTrouble } from '@postern/database/database-trouble';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecentTrouble } from '../health/recent-trouble.js';
import { CreationKeyReusedError } from '../idempotency/create-once.js';
import { ApiProblem } from './api-problem.js';
import { problemCatalogue, type ProblemCode } from './problem-catalogue.js';

const codeOfStatus: Partial<Record<number, ProblemCode>> = {
  400: 'invalid-body',
  403: 'not-found', // @fastify/static answers so to paths outside of its folder, such as /docs/%2e%2e.
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  431: 'header-too-large',
};

const codeOfTrouble: Readonly<Record<DatabaseTrouble, ProblemCode>> = {
  away: 'temporarily-unavailable',
  slow: 'database-slow',
  'read-only': 'database-read-only',
  full: 'database-full',
};

/** Answers every thrown error as a problem document. An unexpected error is logged, and its text is not sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private unavailableLoggedUntil = 0;

  constructor(
    @Inject(RecentTrouble) private readonly trouble: RecentTrouble,
    @Inject(TroubleEpisodes) private readonly troubles: TroubleEpisodes,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(thrown);
    if (problem.code === 'database-full') this.trouble.noteFull();
    if (problem.status >= 500) this.report(request, problem, thrown);
    if (reply.sent) return;
    void reply
      .status(problem.status)
      .headers({ 'cache-control': 'no-store', ...problem.extras.headers })
      .type('application/problem+json')
      // Bytes, because Fastify 5.12 adds a charset to strings and objects, and application/problem+json has none.
      .send(Buffer.from(JSON.stringify(problem.toDocument(request.id)), 'utf8'));
  }

  /** Logs an error: a trouble of PostgreSQL once while it lasts, and any other cause of a 503 once a second. */
  private report(request: FastifyRequest, { code }: ApiProblem, thrown: unknown): void {
    if (this.troubles.report(thrown)) return;
    if (problemCatalogue[code][0] !== 503) return request.log.error({ err: thrown }, code);
    const now = Date.now();
    if (now < this.unavailableLoggedUntil) return;
    this.unavailableLoggedUntil = now + 1000;
    request.log.warn({ err: thrown }, code);
  }
}

/** The problem that a thrown error is answered with. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof CreationKeyReusedError) return new ApiProblem('idempotency-key-reused');
  const trouble = databaseTrouble(thrown);
  if (trouble !== null) return new ApiProblem(codeOfTrouble[trouble], { headers: { 'retry-after': '2' } });
  const status = statusOf(thrown);
  const isClientError = status >= 400 && status < 500;
  return new ApiProblem(codeOfStatus[status] ?? (isClientError ? 'invalid-request' : 'internal-error'));
}

/** The status of Nest's exceptions and of Fastify's errors of parsing (`FST_ERR_CTP_…`); 500 for any other. */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ApiProblem } from '../http/api-problem.js';
import { TooManyWaitingError, Turns } from './turns.js';

/** Below the 20 connections of the pool, so that reads find one. */
const atOnce = 16;
const mostWaiting = 500;

/**
 * Lets an account have two saves, checks and tries at once in a process, and others wait in line. Otherwise an account
 * that sends many at once takes all connections and most of the processor time of the database from the others.
 */
@Injectable()
export class SaveTurns implements NestInterceptor {
  /** Nest makes one interceptor for all controllers of a module, so their routes share the turns. */
  private readonly turns = new Turns({ atOnce, ofAccount: 2, mostWaiting });

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, caller } = context.switchToHttp().getRequest<FastifyRequest>();
    const account = caller?.accountId ?? null;
    if (method === 'GET' || account === null) return next.handle();
    const saved = this.turns.take(
      account,
      async () => await lastValueFrom(next.handle(), { defaultValue: undefined }),
    );
    return from(
      saved.catch((error: unknown) => {
        if (!(error instanceof TooManyWaitingError)) throw error;
        throw new ApiProblem('too-many-requests', {
          detail: `${mostWaiting} saves and checks of this account are waiting for their turn.`,
          headers: { 'retry-after': '2' },
        });
      }),
    );
  }
}

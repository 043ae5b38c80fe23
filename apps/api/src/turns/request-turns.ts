import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Turns } from './turns.js';

/*
 * An account has two requests of each kind at once in a process, and others wait in line. Otherwise an account that sends
 * many at once takes all connections and most of the processor time of the database from the others. Nest makes one
 * interceptor of a class for all controllers of a module, so their routes share its turns.
 */

/** For saves, checks and tries. Together with the reads they stay below the 20 connections of the pool. */
@Injectable()
export class SaveTurns implements NestInterceptor {
  private readonly turns = new Turns({
    atOnce: 12,
    ofAccount: 2,
    mostWaiting: 500,
    what: 'saves and checks',
  });

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return requestOf(context).method === 'GET' ? next.handle() : inTurn(this.turns, context, next);
  }
}

/** For lists and searches, whose cost grows with the domains of the account. */
@Injectable()
export class ReadTurns implements NestInterceptor {
  private readonly turns = new Turns({
    atOnce: 6,
    ofAccount: 2,
    mostWaiting: 500,
    what: 'lists and searches',
  });

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return inTurn(this.turns, context, next);
  }
}

function inTurn(turns: Turns, context: ExecutionContext, next: CallHandler): Observable<unknown> {
  const account = requestOf(context).caller?.accountId ?? null;
  if (account === null) return next.handle();
  return from(
    turns.take(account, async () => await lastValueFrom(next.handle(), { defaultValue: undefined })),
  );
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Wait } from '@postern/core/queue';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { readRequestSecret } from '../access/request-secret.js';
import { SecretWatch } from '../access/secret-watch.js';
import { doneEventId, streamProgress, type Followed } from './stream-progress.js';

/** Sends streams of events until they end, their reader is gone, or its token is revoked. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly stopped = new AbortController();

  constructor(@Inject(SecretWatch) private readonly secretWatch: SecretWatch) {}

  /** Ends the streams, because closing the server waits for open requests. */
  beforeApplicationShutdown(): void {
    this.stopped.abort();
  }

  /** Answers 204 to a reader that has received `done`. */
  send<T extends { readonly wait?: Wait | undefined }>(
    request: FastifyRequest,
    reply: FastifyReply,
    read: () => Promise<T | null>,
    followed: Followed<T>,
  ): void {
    const lastEventId = request.headers['last-event-id'];
    const last = typeof lastEventId === 'string' ? lastEventId : undefined;
    this.sendEach(request, reply, (signal) => streamProgress(read, followed, last, signal));
  }

  /** Answers with the events that `stream` yields until its signal aborts. */
  sendEach(
    request: FastifyRequest,
    reply: FastifyReply,
    stream: (signal: AbortSignal) => AsyncIterable<string>,
  ): void {
    if (request.headers['last-event-id'] === doneEventId) return void reply.status(204).send();
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort()); // Not the socket's, which goes on to the next request.
    const revoked = this.secretWatch.watch(readRequestSecret(request)!.sha256, gone.signal);
    const signal = AbortSignal.any([gone.signal, revoked, this.stopped.signal]);
    reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
    void reply.send(Readable.from(stream(signal)));
  }
}

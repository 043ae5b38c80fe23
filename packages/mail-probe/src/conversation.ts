import type { EgressAddress } from '@postern/core/environment';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { FailureContext } from '@postern/core/failures/failure-entry';
import type { TlsMode } from '@postern/core/tls-mode';
import type { Certificate, EndpointReport, Stage, Step } from '@postern/core/verification';
import type { EndpointName } from '@postern/core/endpoint-name';
import { emptyReport } from './empty-report.js';
import { isConnectionClosed, type GuardedSocket } from './guarded-socket.js';
import type { CertificateRule } from './judge-certificate.js';
import type { Limits } from './limits.js';
import { mapFailure } from './map-failure.js';
import { describeCause } from './describe-cause.js';
import type { Credentials } from '@postern/core/credentials';
import type { UnknownCause } from './probe-options.js';
import { StepError } from './step-error.js';

/** Everything one conversation needs; it may cross to another thread. */
export type ConversationRequest = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** The path of the Exchange URL; unused by the others. */
  readonly path: string;
  /** Vetted by the egress policy, tried in turn. */
  readonly addresses: readonly string[];
  readonly sourceAddresses: readonly EgressAddress[];
  readonly ca: string | null;
  readonly credentials: Credentials | null;
  /** Judged inside the conversation only before a login; without one the caller judges the report. */
  readonly rule: CertificateRule;
  readonly limits: Limits;
};

/** What a conversation came to. */
export type ConversationOutcome = {
  readonly report: EndpointReport;
  readonly bytesRead: number;
  /** From then on it must not be repeated: a login is tried once. */
  readonly hasSentPassword: boolean;
  readonly unknownCause: UnknownCause | null;
};

/** A step as it ends, and with a `tls` step the certificate, which its judging needs. */
export type StepEvent = { readonly step: Step; readonly certificate: Certificate | null };

/** Who listens to a conversation; both calls are made from inside it and must not throw. */
export type ConversationListener = {
  readonly onStep: (event: StepEvent) => void;
  readonly onChunk: () => void;
};

/** One conversation in progress: its report, its socket and its one deadline. Steps are added in wire order. */
export class Conversation {
  readonly request: ConversationRequest;
  readonly listener: ConversationListener;
  readonly report: EndpointReport;
  hasSentPassword = false;
  unknownCause: UnknownCause | null = null;
  readonly #deadlineAt: number;
  readonly #sockets: GuardedSocket[] = [];

  constructor(request: ConversationRequest, listener: ConversationListener) {
    this.request = request;
    this.listener = listener;
    const { limits, credentials } = request;
    this.#deadlineAt =
      performance.now() + (credentials === null ? limits.deadlineMs : limits.loginDeadlineMs);
    this.report = emptyReport(request);
  }

  /** Milliseconds left of the whole conversation; 0 if none. */
  get remainingMs(): number {
    return Math.max(0, this.#deadlineAt - performance.now());
  }

  /** The socket in use, of those that were tried in turn. */
  get socket(): GuardedSocket | null {
    return this.#sockets.at(-1) ?? null;
  }

  /** Goes on with another connection. */
  use(socket: GuardedSocket): void {
    this.#sockets.push(socket);
  }

  /** The socket, once connected. */
  get connected(): GuardedSocket {
    if (this.socket === null) throw new TypeError('The conversation has no connection yet');
    return this.socket;
  }

  /**
   * Runs one step and records how it ended. A passed step is told at once; a failed one is recorded and thrown as
   * `StepError`, for the caller may still learn more about it.
   */
  async step<T>(stage: Stage, act: (facts: Step['facts']) => Promise<T>): Promise<T> {
    const facts: Step['facts'] = {};
    const startedAt = performance.now();
    try {
      // Connecting waits for its own socket; every other step ends with the one it goes through.
      const value = await (stage === 'connect' ? act(facts) : this.connected.whileOpen(act(facts)));
      this.#record({ stage, state: 'passed', durationMs: elapsed(startedAt), facts, failure: null });
      this.listener.onStep(this.lastEvent());
      return value;
    } catch (error) {
      const failed = this.explain(error, stage);
      const failure = describeFailure(failed.code, stage, this.#context(failed), replyFacts(failed));
      this.#record({ stage, state: 'failed', durationMs: elapsed(startedAt), facts, failure });
      throw failed;
    }
  }

  /** Runs a phase that has a limit of its own; `onLate` says with which code it ends then. */
  async within<T>(ms: number, onLate: () => StepError, act: () => Promise<T>): Promise<T> {
    const socket = this.connected;
    const isLast = this.remainingMs <= ms;
    socket.startPhase(Math.min(ms, this.remainingMs), () =>
      isLast ? new StepError('deadline-exceeded') : onLate(),
    );
    try {
      return await act();
    } finally {
      // What follows without a limit of its own still has the conversation's.
      socket.startPhase(this.remainingMs, () => new StepError('deadline-exceeded'));
    }
  }

  /** Replaces the failure of the last step by one that a second look has found. */
  correctFailure(failed: StepError): void {
    const last = this.report.steps.pop();
    if (last === undefined) return;
    const failure = describeFailure(failed.code, last.stage, this.#context(failed), replyFacts(failed));
    this.#record({ ...last, failure });
  }

  /** Names the cause of an error: the guard's own cut before whatever a library made of it. */
  explain(error: unknown, stage: Stage): StepError {
    // Who reads lines only sees that the connection closed; the socket knows whether an error closed it.
    const cause = isConnectionClosed(error) ? (this.socket?.errored ?? error) : error;
    const failed = this.socket?.cut ?? mapFailure(cause, stage, (this.socket?.bytesRead ?? 0) > 0);
    if (failed.code !== 'unknown' || failed.facts.supportId !== undefined) return failed;
    const supportId = crypto.randomUUID();
    this.unknownCause = { supportId, endpoint: this.request.endpoint, cause: describeCause(cause) };
    return new StepError('unknown', { ...failed.facts, supportId });
  }

  /** The last step as it is told. The certificate goes with the `tls` step alone: a thread copies all that it tells. */
  lastEvent(): StepEvent {
    const step = this.report.steps.at(-1)!;
    return { step, certificate: step.stage === 'tls' ? this.report.certificate : null };
  }

  /** What the conversation has come to so far. */
  outcome(): ConversationOutcome {
    const { report, hasSentPassword, unknownCause } = this;
    const bytesRead = this.#sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
    return { report, bytesRead, hasSentPassword, unknownCause };
  }

  #record(step: Step): void {
    this.report.steps.push(step);
  }

  #context({ facts }: StepError): FailureContext {
    const { endpoint, host, port, tls } = this.request;
    const { answered, suggestion, field, names } = facts;
    return { endpoint, host, port, tls, answered, suggestion, field, names };
  }
}

function replyFacts({ facts }: StepError) {
  const { replyCode, enhancedStatusCode, responseCode, supportId } = facts;
  return {
    ...(replyCode === undefined ? {} : { replyCode }),
    ...(enhancedStatusCode === undefined ? {} : { enhancedStatusCode }),
    ...(responseCode === undefined ? {} : { responseCode }),
    ...(supportId === undefined ? {} : { supportId }),
  };
}

function elapsed(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}

import type { Credentials } from '@postern/core/credentials';
import type { EgressAddress } from '@postern/core/environment';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { FailureContext } from '@postern/core/failures/failure-entry';
import type { TlsMode } from '@postern/core/tls-mode';
import {
  emptyReport,
  type Certificate,
  type EndpointReport,
  type Stage,
  type Step,
} from '@postern/core/verification';
import type { EndpointName } from '@postern/core/endpoint-name';
import { isConnectionClosed, type GuardedSocket } from './guarded-socket.js';
import type { CertificateRule } from '../judgement/judge-certificate.js';
import type { Limits } from './limits.js';
import { shortageOf } from '../local-shortage.js';
import { mapFailure } from './map-failure.js';
import { describeCause, StepError } from './step-error.js';

/**
 * The cause of a failure that no code describes. It contains names, codes and stack frames only, never text of the
 * server.
 */
export type UnknownCause = {
  readonly supportId: string;
  readonly endpoint: EndpointName;
  readonly cause: string;
};

/** All inputs of one conversation; can be sent to another thread. */
export type ConversationRequest = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** The path of the Exchange URL; empty for IMAP and SMTP. */
  readonly path: string;
  /** The addresses of the host, all allowed by the egress policy; they are tried one after the other. */
  readonly addresses: readonly string[];
  readonly sourceAddresses: readonly EgressAddress[];
  readonly ca: string | null;
  /** The name of this host that the probe sends in EHLO; null if the operator set none. */
  readonly ehloName: string | null;
  readonly credentials: Credentials | null;
  /**
   * The rule by which a conversation with a login checks the certificate. Without a login the caller judges the
   * report.
   */
  readonly rule: CertificateRule;
  readonly limits: Limits;
  /** Offers finite-field Diffie-Hellman and no other key exchange; see `finite-field-exchange.ts`. */
  readonly isFiniteField?: true;
};

/** The outcome of a conversation. */
export type ConversationOutcome = {
  readonly report: EndpointReport;
  readonly bytesRead: number;
  /** Whether the password may have been sent. A conversation that may have sent it is never repeated. */
  readonly hasSentSecret: boolean;
  readonly unknownCause: UnknownCause | null;
  /** The code of the system call that had no descriptor or memory; the report then says nothing about the server. */
  readonly shortage: string | null;
};

/** A step that has ended. A `tls` step comes with the certificate, which is needed to judge the step. */
export type StepEvent = { readonly step: Step; readonly certificate: Certificate | null };

/** The functions that a conversation calls while it runs; they must not throw. */
export type ConversationListener = {
  readonly onStep: (event: StepEvent) => void;
  readonly onChunk: () => void;
};

export type RunOptions = {
  readonly onStep: (event: StepEvent) => void;
  readonly signal: AbortSignal | undefined;
  /** Called with every chunk of received bytes before the chunk is parsed. */
  readonly onChunk?: () => void;
  /** Aborted when the conversation has taken too much CPU time; it then ends as `limit-exceeded`. */
  readonly tooCostly?: AbortSignal;
};

/** Runs a conversation in this thread or another one. The promise rejects only if the signal is aborted. */
export type ConversationRunner = (
  request: ConversationRequest,
  options: RunOptions,
) => Promise<ConversationOutcome>;

/**
 * One conversation in progress: its report, its socket and its overall deadline. Steps are added in the order of
 * the protocol.
 */
export class Conversation {
  readonly request: ConversationRequest;
  readonly listener: ConversationListener;
  readonly report: EndpointReport;
  hasSentSecret = false;
  unknownCause: UnknownCause | null = null;
  shortage: string | null = null;
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

  /** Returns the milliseconds until the deadline of the conversation; 0 after the deadline. */
  get remainingMs(): number {
    return Math.max(0, this.#deadlineAt - performance.now());
  }

  /** Returns the newest socket; null before the first connection. */
  get socket(): GuardedSocket | null {
    return this.#sockets.at(-1) ?? null;
  }

  /** Makes the conversation continue on another connection. */
  use(socket: GuardedSocket): void {
    this.#sockets.push(socket);
  }

  /** Returns the newest socket. Throws `TypeError` before the first connection. */
  get connected(): GuardedSocket {
    if (this.socket === null) throw new TypeError('The conversation has no connection yet');
    return this.socket;
  }

  /**
   * Runs one step and records how it ended. A step that passed is reported at once. A step that failed is recorded
   * and thrown as `StepError`; it is not reported yet, because the caller may still replace its failure.
   */
  async step<T>(stage: Stage, act: (facts: Step['facts']) => Promise<T>): Promise<T> {
    const facts: Step['facts'] = {};
    const startedAt = performance.now();
    try {
      // The steps connect and authenticate wait for their own sockets; every other step ends when the connection
      // ends.
      const hasOwnSockets = stage === 'connect' || stage === 'authenticate';
      const value = await (hasOwnSockets ? act(facts) : this.connected.whileOpen(act(facts)));
      this.#record({ stage, state: 'passed', durationMs: elapsed(startedAt), facts, failure: null });
      this.listener.onStep(this.lastEvent());
      return value;
    } catch (error) {
      const failed = this.explain(error, stage);
      const ended =
        failed.facts.isSkipped === true
          ? ({ state: 'skipped', durationMs: 0 } as const)
          : ({ state: 'failed', durationMs: elapsed(startedAt) } as const);
      this.#recordFailure({ stage, ...ended, facts, failure: null }, failed);
      throw failed;
    }
  }

  /** Runs a phase with its own time limit; `onLate` returns the failure when the limit is reached. */
  async within<T>(ms: number, onLate: () => StepError, act: () => Promise<T>): Promise<T> {
    const socket = this.connected;
    const isLast = this.remainingMs <= ms;
    socket.startPhase(Math.min(ms, this.remainingMs), () =>
      isLast ? new StepError('deadline-exceeded') : onLate(),
    );
    try {
      return await act();
    } finally {
      // After a phase, the deadline of the whole conversation applies again.
      socket.startPhase(this.remainingMs, () => new StepError('deadline-exceeded'));
    }
  }

  /** Replaces the failure of the last step by the one that the probe in the other TLS mode has found. */
  correctFailure(failed: StepError): void {
    const last = this.report.steps.pop();
    if (last !== undefined) this.#recordFailed(last, failed);
  }

  /**
   * Maps an error to a failure. If the guarded socket was cut, the reason for the cut has priority over the error
   * of a stream.
   */
  explain(error: unknown, stage: Stage): StepError {
    // The line reader only knows that the connection closed; the socket knows whether an error closed it.
    if (error instanceof StepError && error.code !== 'unknown') return error;
    const cause = isConnectionClosed(error) ? (this.socket?.closeError ?? error) : error;
    this.shortage ??= shortageOf(cause);
    const failed = this.socket?.cut ?? mapFailure(cause, stage, (this.socket?.bytesRead ?? 0) > 0);
    if (failed.code !== 'unknown' || failed.facts.supportId !== undefined) return failed;
    const supportId = crypto.randomUUID();
    this.unknownCause = { supportId, endpoint: this.request.endpoint, cause: describeCause(cause) };
    return new StepError('unknown', { ...failed.facts, supportId });
  }

  /**
   * Returns the event of the last step. Only a `tls` step contains the certificate, because events that cross
   * threads are copied.
   */
  lastEvent(): StepEvent {
    const step = this.report.steps.at(-1)!;
    return { step, certificate: step.stage === 'tls' ? this.report.certificate : null };
  }

  /** Returns the outcome of the conversation as far as it has run. */
  outcome(): ConversationOutcome {
    const { report, hasSentSecret, unknownCause, shortage } = this;
    const bytesRead = this.#sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
    return { report, bytesRead, hasSentSecret, unknownCause, shortage };
  }

  /**
   * Records a failed step. If the server refuses STARTTLS in place of the TLS handshake, the step before the
   * handshake fails.
   */
  #recordFailure(step: Step, failed: StepError): void {
    const isLateRefusal = failed.code === 'starttls-refused' && step.stage === 'tls';
    this.#recordFailed(isLateRefusal ? { ...this.report.steps.pop()!, state: 'failed' } : step, failed);
  }

  #recordFailed(step: Step, failed: StepError): void {
    const described = describeFailure(failed.code, step.stage, this.#context(failed), replyFacts(failed));
    // The catalogue names the password as the field of codes that passwords share with access tokens.
    const { credentials } = this.request;
    const isOfToken = credentials !== null && 'accessToken' in credentials;
    const failure =
      isOfToken && described.field === 'credentials.password'
        ? { ...described, field: 'credentials.accessToken' }
        : described;
    const { answered } = failed.facts;
    this.#record({
      ...step,
      facts: { ...step.facts, ...(answered === undefined ? {} : { answered }) },
      failure,
    });
  }

  #record(step: Step): void {
    this.report.steps.push(step);
  }

  #context({ facts }: StepError): FailureContext {
    const { endpoint, host, port, tls } = this.request;
    const { answered, field, names, mechanisms, isMasked, chainMember } = facts;
    const { tokenFault, scopes, tokenAudiences, tokenScopes } = facts;
    // The port in use is no suggestion.
    const suggestion = facts.suggestion === String(port) ? undefined : facts.suggestion;
    return {
      endpoint,
      host,
      port,
      tls,
      answered,
      suggestion,
      field,
      names,
      mechanisms,
      isMasked,
      chainMember,
      tokenFault,
      scopes,
      tokenAudiences,
      tokenScopes,
    };
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

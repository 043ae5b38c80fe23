import {
  RequestProblem,
  type Candidate,
  type ConnectApi,
  type ConnectionInput,
  type Discovery,
  type PopulateAnswer,
  type Verification,
} from './connect-api.js';
import type { ConnectEvents } from './events.js';
import { follow } from './follow.js';
import type { Kind } from './values.js';

/** The servers that the person connects to: set up by the organisation, found by a search, or entered. */
type Chosen = {
  readonly kind: Kind;
  readonly source: 'account' | 'found' | 'entered';
  readonly candidate: Candidate | null;
  /** The search that found them. */
  readonly discovery: string | null;
};

/** Everything that is shown and is not in a field. */
export type ConnectState = {
  /** What the api knows about the domain; null until it has answered. */
  readonly answer: PopulateAnswer | null;
  readonly search: Discovery | null;
  readonly chosen: Chosen | null;
  readonly verification: Verification | null;
  /** Whether a login was sent and has not ended. */
  readonly isConnecting: boolean;
  readonly isExpired: boolean;
  /** Why the last request was refused. */
  readonly problem: RequestProblem | null;
};

const initial: ConnectState = {
  answer: null,
  search: null,
  chosen: null,
  verification: null,
  isConnecting: false,
  isExpired: false,
  problem: null,
};

type Tell = <Name extends keyof ConnectEvents>(name: Name, detail: ConnectEvents[Name]) => void;

export type FlowOptions = {
  readonly api: ConnectApi;
  readonly email: string;
  readonly purpose: 'mail' | 'calendar';
  readonly show: (state: ConnectState) => void;
  readonly tell: Tell;
};

/** The steps from an address to a verdict, without anything of the page: fill in or find the servers, log in, follow the login. */
export class ConnectFlow {
  state = initial;
  private readonly stopped = new AbortController();

  constructor(private readonly options: FlowOptions) {}

  /** Reads what the organisation has set up for the domain, and looks for its servers if that is nothing. */
  start(): Promise<void> {
    const { api, email, purpose } = this.options;
    this.change({ ...initial });
    return this.attempt(async (signal) => {
      const answer = await api.populate(email, purpose, signal);
      const chosen: Chosen | null =
        answer.kind === null
          ? null
          : { kind: answer.kind, source: 'account', candidate: null, discovery: null };
      this.change({ answer, chosen });
      if (chosen === null) await this.search(signal);
    });
  }

  /** Takes the servers of a candidate, or those that the person is going to enter. */
  choose(kind: Kind, candidate: Candidate | null = null): void {
    const discovery = candidate === null ? null : (this.state.search?.id ?? null);
    const source = candidate === null ? 'entered' : 'found';
    this.change({ chosen: { kind, source, candidate, discovery }, problem: null, verification: null });
  }

  /** Logs in once and follows the login until it has ended. */
  connect(input: ConnectionInput): Promise<void> {
    if (this.state.isConnecting) return Promise.resolve();
    this.change({ isConnecting: true, problem: null, verification: null });
    return this.attempt(async (signal) => {
      const { api, email } = this.options;
      const started = await api.connect(input, signal);
      this.change({ verification: started });
      const ended = await follow<Verification>(api, {
        path: `verifications/${started.id}`,
        signal,
        isEnded: ({ state }) => state !== 'queued' && state !== 'running',
        show: (verification) => this.change({ verification }),
      });
      this.change({ isConnecting: false });
      const verificationId = ended.id;
      const { failure } = ended;
      if (ended.state === 'passed') {
        const kind = this.state.chosen?.kind ?? 'imap';
        this.options.tell('postern-connected', { email, verificationId, kind });
        return;
      }
      this.options.tell('postern-failed', {
        email,
        verificationId,
        code: failure?.code ?? ended.state,
        endpoint: failure?.endpoint ?? null,
        field: failure?.field ?? null,
        isTemporary: failure?.temporary ?? true,
      });
    });
  }

  /**
   * Asks the api whether the client secret has ended, and says so if it has. Once the api has deleted a secret and the
   * origin has no other, the page can read no answer at all.
   */
  async checkSecret(): Promise<void> {
    const { api, email, purpose } = this.options;
    const { signal } = this.stopped;
    try {
      await api.populate(email, purpose, signal);
    } catch (error) {
      const hasEnded =
        error instanceof RequestProblem && (error.code === 'unauthenticated' || error.code === 'no-answer');
      if (hasEnded) this.expire();
    }
  }

  /** Says that the client secret has ended; what was typed stays in the fields. */
  private expire(): void {
    if (this.state.isExpired || this.stopped.signal.aborted) return;
    this.change({ isExpired: true, isConnecting: false });
    this.options.tell('postern-expired', { email: this.options.email });
  }

  /** Goes on with a new client secret. */
  renew(): void {
    this.change({ isExpired: false, problem: null });
    if (this.state.answer === null) void this.start();
  }

  /** Ends all requests; nothing is shown or told any more. */
  stop(): void {
    this.stopped.abort();
  }

  private async search(signal: AbortSignal): Promise<void> {
    const { api, email } = this.options;
    const search = await api.discover(email, signal);
    this.change({ search });
    await follow<Discovery>(api, {
      path: `discoveries/${search.id}`,
      signal,
      isEnded: ({ state }) => state === 'done',
      show: (found) => this.change({ search: found }),
    });
  }

  private async attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.stopped;
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestProblem)) throw error;
      if (error.code === 'unauthenticated') return this.expire();
      this.change({ problem: error, isConnecting: false });
      const { code, errors } = error;
      this.options.tell('postern-failed', {
        email: this.options.email,
        code,
        verificationId: null,
        endpoint: null,
        field: errors[0]?.path ?? null,
        isTemporary: code !== 'forbidden' && code !== 'origin-mismatch' && code !== 'invalid-input',
      });
    }
  }

  private change(some: Partial<ConnectState>): void {
    if (this.stopped.signal.aborted) return;
    this.state = { ...this.state, ...some };
    this.options.show(this.state);
  }
}

import { ProblemError, type ProblemDocument } from '@postern/client/problem-error';
import type {
  Candidate,
  ConnectApi,
  ConnectionInput,
  Discovery,
  PopulateAnswer,
  Verification,
} from './connect-api.js';
import type { ConnectEvents } from './events.js';
import { follow } from './follow.js';
import type { Kind, Purpose } from './values.js';

/** The servers that the person connects to: set up by the organisation, found by a search, or entered. */
export type Chosen = {
  readonly kind: Kind;
  readonly source: 'account' | 'found' | 'entered';
  readonly candidate: Candidate | null;
  /** The search that found them. */
  readonly discovery: string | null;
};

/** The address to connect, and what for. */
export type Wanted = {
  /** Empty until a whole address is typed. */
  readonly email: string;
  readonly purpose: Purpose;
  /**
   * Whether servers may be looked for in public places. An address that somebody is still typing may be one of another
   * domain, whose servers would be sent it.
   */
  readonly isSearchWanted: boolean;
};

/** What became of the check without a password that a search has started for servers. */
export type Check = Pick<Verification, 'state' | 'failure'>;

/** Everything that is shown and is not in a field. */
export type ConnectState = Wanted & {
  /** What the api knows about the domain; null until it has answered. */
  readonly answer: PopulateAnswer | null;
  readonly search: Discovery | null;
  /** The checks of found servers, by the id of their verification. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly chosen: Chosen | null;
  readonly verification: Verification | null;
  /** Whether a login was sent and has not ended. */
  readonly isConnecting: boolean;
  readonly isExpired: boolean;
  /** Why the last request was refused. */
  readonly problem: ProblemDocument | null;
};

const initial: ConnectState = {
  email: '',
  purpose: 'mail',
  isSearchWanted: false,
  answer: null,
  search: null,
  checks: {},
  chosen: null,
  verification: null,
  isConnecting: false,
  isExpired: false,
  problem: null,
};

export type Tell = <Name extends keyof ConnectEvents>(name: Name, detail: ConnectEvents[Name]) => void;

export type FlowOptions = {
  readonly api: ConnectApi;
  /** Whether the requests carry a client secret, which ends. */
  readonly hasSecret: boolean;
  readonly show: (state: ConnectState) => void;
  readonly tell: Tell;
};

/** The steps from an address to a verdict, without anything of the page: fill in or find the servers, log in, follow the login. */
export class ConnectFlow {
  state = initial;
  private readonly stopped = new AbortController();
  /** Ends the requests for the address before. */
  private replaced = new AbortController();

  constructor(private readonly options: FlowOptions) {}

  /** Reads what the organisation has set up for the domain of an address, and looks for its servers if that is nothing. */
  start(wanted: Wanted): Promise<void> {
    this.replaced.abort();
    this.replaced = new AbortController();
    this.change({ ...initial, ...wanted });
    const { email, purpose } = wanted;
    if (email === '') return Promise.resolve();
    return this.attempt(async (signal) => {
      const answer = await this.options.api.populate(email, purpose, signal);
      signal.throwIfAborted();
      const chosen: Chosen | null =
        answer.kind === null
          ? null
          : { kind: answer.kind, source: 'account', candidate: null, discovery: null };
      this.change({ answer, chosen });
      if (this.state.isSearchWanted) await this.search(signal);
    });
  }

  /** Looks for the servers of a domain that nobody has set up, once for each address. */
  find(): Promise<void> {
    const { isSearchWanted, search, problem } = this.state;
    if (search !== null || (isSearchWanted && problem === null)) return Promise.resolve();
    this.change({ isSearchWanted: true, problem: null });
    return this.attempt((signal) => this.search(signal));
  }

  /** Takes the servers of a candidate, or those that the person is going to enter. */
  choose(kind: Kind, candidate: Candidate | null = null): void {
    const discovery = candidate === null ? null : (this.state.search?.id ?? null);
    const source = candidate === null ? 'entered' : 'found';
    this.change({ chosen: { kind, source, candidate, discovery }, problem: null, verification: null });
  }

  /** Logs in once and follows the login until it has ended. `onTaken` is called when the api has taken the input. */
  connect(input: ConnectionInput, onTaken: () => void): Promise<void> {
    if (this.state.isConnecting) return Promise.resolve();
    this.change({ isConnecting: true, problem: null, verification: null });
    return this.attempt(async (signal) => {
      const { api, tell } = this.options;
      const started = await api.connect(input, signal);
      signal.throwIfAborted();
      onTaken();
      this.change({ verification: started });
      const ended = await follow<Verification>(api, {
        path: `verifications/${started.id}`,
        signal,
        isEnded,
        show: (verification) => this.change({ verification }),
      });
      this.change({ isConnecting: false });
      const { email } = this.state;
      const verificationId = ended.id;
      const { failure } = ended;
      if (ended.state === 'passed') {
        const kind = this.state.chosen?.kind ?? 'imap';
        tell('postern-connected', { email, verificationId, kind });
        return;
      }
      tell('postern-failed', {
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
    const { email, purpose } = this.state;
    const { signal } = this.stopped;
    try {
      await this.options.api.populate(email, purpose, signal);
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : null;
      if (code === 'unauthenticated' || code === 'no-answer') this.expire();
    }
  }

  /** Says that the client secret has ended; what was typed stays in the fields. */
  private expire(): void {
    if (this.state.isExpired || this.stopped.signal.aborted) return;
    this.change({ isExpired: true, isConnecting: false });
    this.options.tell('postern-expired', { email: this.state.email });
  }

  /** Goes on with a new client secret. */
  renew(): void {
    this.change({ isExpired: false, problem: null });
    if (this.state.answer === null) void this.startAgain();
  }

  startAgain(): Promise<void> {
    const { email, purpose, isSearchWanted } = this.state;
    return this.start({ email, purpose, isSearchWanted });
  }

  /** Ends all requests; nothing is shown or told any more. */
  stop(): void {
    this.stopped.abort();
  }

  private async search(signal: AbortSignal): Promise<void> {
    const { email, answer, chosen } = this.state;
    if (answer === null || chosen !== null) return;
    const { api } = this.options;
    const search = await api.discover(email, signal);
    signal.throwIfAborted();
    this.change({ search });
    await follow<Discovery>(api, {
      path: `discoveries/${search.id}`,
      signal,
      isEnded: ({ state }) => state === 'done',
      show: (found) => {
        this.change({ search: found });
        for (const { verification } of found.candidates)
          if (verification !== null && this.state.checks[verification] === undefined)
            void this.check(verification, signal);
      },
    });
  }

  /** Follows the check of found servers. One that cannot be read counts as stopped: the login will tell more. */
  private async check(id: string, signal: AbortSignal): Promise<void> {
    const show = ({ state, failure }: Check): void =>
      this.change({ checks: { ...this.state.checks, [id]: { state, failure } } });
    show({ state: 'queued', failure: null });
    try {
      await follow<Verification>(this.options.api, { path: `verifications/${id}`, signal, isEnded, show });
    } catch {
      if (!signal.aborted) show({ state: 'superseded', failure: null });
    }
  }

  private async attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = AbortSignal.any([this.stopped.signal, this.replaced.signal]);
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      const { problem } = error;
      const { code, errors } = problem;
      if (code === 'unauthenticated' && this.options.hasSecret) return this.expire();
      this.change({ problem, isConnecting: false });
      this.options.tell('postern-failed', {
        email: this.state.email,
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

function isEnded({ state }: Verification): boolean {
  return state !== 'queued' && state !== 'running';
}

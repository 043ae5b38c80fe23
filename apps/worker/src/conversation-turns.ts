import {
  takeConversationTurns,
  type EndedConversation,
  type WantedTurns,
} from '@postern/database/functions/take-conversation-turns';
import type { Database } from '@postern/database/database';
import { newId } from '@postern/database/id';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { serverAddress } from '@postern/core/server';
import { triedAddresses } from '@postern/mail-probe/conversation/connect-socket';
import type { ConversationRequest } from '@postern/mail-probe/conversation/conversation';
import type { Logger } from 'pino';

/** For whom a server is measured: a verification of an account, or a monitored server, in the turn of an account. */
export type TurnHolder = { readonly id: string; readonly accountId: string; readonly isScheduled?: true };

type Waiting = WantedTurns & { isAsked: boolean; begin(): void };

/** How often the database is asked again while conversations wait; other workers' turns come back unannounced. */
const askAgainMs = 100;
/** How long turns that are given back may wait for the next statement. */
const giveBackMs = 50;
const afterErrorMs = 1000;

/**
 * The turns of this worker's conversations. All requests of one moment share a statement, and one statement runs at a
 * time. A conversation begins only with its turns; its own time limits start then, so the wait is never its server's fault.
 */
export class ConversationTurns {
  readonly #waiting = new Map<string, Waiting>();
  #ended: EndedConversation[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #isAsking = false;
  #isClosed = false;

  constructor(
    private readonly database: Database,
    private readonly workerId: string,
    private readonly troubles: TroubleEpisodes,
    private readonly log: Logger,
  ) {}

  /** Runs a conversation of the holder when it has the turns of all addresses that it may connect to. */
  async run<T>(
    request: ConversationRequest,
    holder: TurnHolder,
    talk: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const id = newId();
    const addresses = triedAddresses(request.addresses).map((address) => `${address} ${request.port}`);
    // Scheduled measurements count as one account: they are made for all accounts.
    const accountId = holder.isScheduled === true ? null : holder.accountId;
    await this.#take({ id, accountId, addresses }, signal);
    try {
      return await talk();
    } finally {
      this.#giveBack({ id, holderId: holder.id, server: serverAddress(request) });
    }
  }

  /** Asks no more; the worker's remaining turns end with its row in the database. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #take(wanted: WantedTurns, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const turn = Promise.withResolvers<void>();
    const abort = () => turn.reject(signal!.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.set(wanted.id, { ...wanted, isAsked: false, begin: turn.resolve });
    this.#askWithin(0);
    try {
      await turn.promise;
    } catch (error) {
      this.#waiting.delete(wanted.id);
      this.#giveBack({ id: wanted.id, holderId: wanted.id, server: '' });
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #giveBack(ended: EndedConversation): void {
    this.#ended.push(ended);
    this.#askWithin(this.#waiting.size > 0 ? 0 : giveBackMs);
  }

  #askWithin(ms: number): void {
    if (this.#isClosed || this.#isAsking || performance.now() + ms >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = performance.now() + ms;
    this.#timer = setTimeout(() => void this.#ask(), ms);
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    this.#timerAt = Infinity;
    // All are named again, because the sweep deletes the turns of a worker whose heartbeat was late.
    const wanted = [...this.#waiting.values()];
    const ended = this.#ended;
    this.#ended = [];
    let againMs = askAgainMs;
    try {
      const granted = await takeConversationTurns(this.database, this.workerId, wanted.map(plain), ended);
      for (const one of wanted) one.isAsked = true;
      for (const id of granted) {
        this.#waiting.get(id)?.begin();
        this.#waiting.delete(id);
      }
      const isNews = this.#ended.length > 0 || [...this.#waiting.values()].some(({ isAsked }) => !isAsked);
      if (isNews) againMs = 0;
    } catch (error) {
      if (!this.troubles.report(error)) this.log.error({ err: error }, 'could not take turns of servers');
      this.#ended.push(...ended);
      againMs = afterErrorMs;
    } finally {
      this.#isAsking = false;
    }
    if (this.#waiting.size > 0) this.#askWithin(againMs);
    else if (this.#ended.length > 0) this.#askWithin(giveBackMs);
  }
}

function plain({ id, accountId, addresses }: Waiting): WantedTurns {
  return { id, accountId, addresses };
}

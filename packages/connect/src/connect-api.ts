import type { components } from '@postern/client/generated/openapi';
import { readEvents } from '@postern/client/event-stream';

type InputError = components['schemas']['InputError'];
export type Verification = components['schemas']['Verification'];
export type Failure = components['schemas']['Failure'];
export type Step = components['schemas']['Step'];
export type Certificate = components['schemas']['Certificate'];
export type Discovery = components['schemas']['Discovery'];
export type Candidate = Discovery['candidates'][number];
export type PopulateAnswer = components['schemas']['PopulateAnswer'];
export type ConnectionInput = components['schemas']['ConnectionInput'];

/** Why a request did not succeed: the code of the api's problem, or `no-answer` if nothing answered that this page may read. */
export class RequestProblem extends Error {
  constructor(
    readonly code: string,
    readonly errors: readonly InputError[] = [],
    /** The seconds after which the api takes the next attempt; null if it does not say. */
    readonly retryAfter: number | null = null,
  ) {
    super(code);
  }
}

/** Where the api is and what its requests carry. The secret is read for each request, because the page may renew it. */
export type ApiOptions = {
  readonly address: string;
  readonly secret: () => string;
  readonly language: string;
};

/** The routes for connect sessions. Requests carry no cookies and no address of the page but its origin. */
export class ConnectApi {
  constructor(private readonly options: ApiOptions) {}

  populate(email: string, purpose: string, signal: AbortSignal): Promise<PopulateAnswer> {
    return this.read(`populate?${new URLSearchParams({ email, purpose }).toString()}`, signal);
  }

  discover(email: string, signal: AbortSignal): Promise<Discovery> {
    return this.post('discoveries', { email }, signal);
  }

  connect(input: ConnectionInput, signal: AbortSignal): Promise<Verification> {
    return this.post('connections', input, signal);
  }

  async read<T>(path: string, signal: AbortSignal): Promise<T> {
    return bodyOf<T>(await this.send(path, { signal }));
  }

  /** Calls `onEvent` for each event of a stream until it ends; the last one, `done`, carries the result. */
  async follow<T>(path: string, signal: AbortSignal, onEvent: (done: T | null) => void): Promise<void> {
    const { body } = await this.send(path, { signal }, { accept: 'text/event-stream' });
    if (body === null) return;
    for await (const { event, data } of readEvents(body))
      onEvent(event === 'done' ? (JSON.parse(data) as T) : null);
  }

  private async post<T>(path: string, body: object, signal: AbortSignal): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify(body), signal };
    return bodyOf<T>(await this.send(path, init, { 'content-type': 'application/json' }));
  }

  private async send(path: string, init: RequestInit, headers: HeadersInit = {}): Promise<Response> {
    const { address, secret, language } = this.options;
    const answer = await fetch(new URL(`v1/${path}`, address.replace(/\/*$/, '/')), {
      ...init,
      headers: { authorization: `Bearer ${secret()}`, 'accept-language': language, ...headers },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    }).catch(() => {
      init.signal?.throwIfAborted();
      throw new RequestProblem('no-answer');
    });
    if (!answer.ok) throw await problemOf(answer);
    return answer;
  }
}

async function bodyOf<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<RequestProblem> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; errors?: InputError[] };
  const seconds = Number(answer.headers.get('retry-after'));
  return new RequestProblem(
    body.code ?? 'unexpected-answer',
    body.errors ?? [],
    seconds > 0 ? Math.ceil(seconds) : null,
  );
}

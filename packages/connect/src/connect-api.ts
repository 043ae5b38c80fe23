import type { components } from '@postern/client/generated/openapi';
import { readEvents } from '@postern/client/event-stream';

export type Verification = components['schemas']['Verification'];
export type Failure = components['schemas']['Failure'];
export type Warning = Verification['warnings'][number];
export type Step = components['schemas']['Step'];
export type Certificate = components['schemas']['Certificate'];
export type Discovery = components['schemas']['Discovery'];
export type Candidate = Discovery['candidates'][number];
export type Place = Discovery['sources'][number];
export type ProviderFacts = components['schemas']['ProviderFacts'];
export type PopulateAnswer = components['schemas']['PopulateAnswer'];
export type ConnectionInput = components['schemas']['ConnectionInput'];

/** Sends a request to a path of the api, e.g. `/v1/populate`; throws `ProblemError` unless it succeeds. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** The api's routes for connecting a mailbox. */
export class ConnectApi {
  constructor(private readonly send: Send) {}

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
    return bodyOf<T>(await this.send(`/v1/${path}`, { signal }));
  }

  /** Calls `onEvent` for each event of a stream until it ends; the last one, `done`, carries the result. */
  async follow<T>(path: string, signal: AbortSignal, onEvent: (done: T | null) => void): Promise<void> {
    const { body } = await this.send(`/v1/${path}`, { signal, headers: { accept: 'text/event-stream' } });
    if (body === null) return;
    for await (const { event, data } of readEvents(body))
      onEvent(event === 'done' ? (JSON.parse(data) as T) : null);
  }

  private async post<T>(path: string, body: object, signal: AbortSignal): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return bodyOf<T>(
      await this.send(`/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal }),
    );
  }
}

async function bodyOf<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

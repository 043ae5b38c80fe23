import { noAnswer, ProblemError, readProblem } from '@postern/client/problem-error';
import type { Send } from './connect-api.js';

/** Where the api is and what its requests carry. The secret is read for each request, because the page may renew it. */
export type ApiOptions = {
  readonly address: string;
  readonly secret: () => string;
  readonly language: string;
};

/** Sends requests of a connect session. They carry no cookies and no address of the page but its origin. */
export function sendWithSecret({ address, secret, language }: ApiOptions): Send {
  return async (path, init) => {
    const answer = await fetch(new URL(path.slice(1), address.replace(/\/*$/, '/')), {
      ...init,
      headers: { authorization: `Bearer ${secret()}`, 'accept-language': language, ...init.headers },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    }).catch(() => {
      init.signal?.throwIfAborted();
      throw new ProblemError(noAnswer);
    });
    if (answer.ok) return answer;
    const body: unknown = await answer.json().catch(() => null);
    throw new ProblemError(readProblem(answer.status, body, answer.headers.get('retry-after')));
  };
}

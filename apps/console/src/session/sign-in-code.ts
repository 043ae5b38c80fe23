import { answerOf } from '@postern/client/postern-client';
import { api } from '../api/client';

let exchange: Promise<boolean> | null = null;

/**
 * Takes the single-use code out of the address (`/#code=…`), removes it from the address bar and the history at
 * once, and starts exchanging it for a session.
 */
export function takeSignInCode(): void {
  const code = /^#code=([\x21-\x7e]+)$/.exec(location.hash)?.[1];
  if (code === undefined) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  exchange = answerOf(api.POST('/v1/session', { body: { code } })).then(
    () => true,
    () => false,
  );
}

/** Whether a code was taken and accepted; `null` without one. */
export function signInCodeAccepted(): Promise<boolean> | null {
  return exchange;
}

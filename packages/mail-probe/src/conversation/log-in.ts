import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { judgeLoginAnswer, type LoginAnswer } from '../judgement/login-answer.js';
import { isOauthOnly, passwordLogin } from '../judgement/password-login.js';
import type { Conversation } from './conversation.js';
import { isConnectionClosed } from './guarded-socket.js';
import { StepError, type StepFacts } from './step-error.js';

/** The refusal of a login: the server's answer, and the facts of it that a report may contain. */
export type Refusal = { readonly answer: LoginAnswer; readonly facts: StepFacts };

/** How one protocol logs in. */
export type LoginProtocol<Session, Mechanism extends string> = {
  /** The mechanisms to try, in this order. */
  readonly mechanisms: readonly Mechanism[];
  /**
   * Logs in with one mechanism; returns null if the server accepts the login. Calls `onPassword` before it sends the
   * password.
   */
  readonly attempt: (
    session: Session,
    mechanism: Mechanism,
    onPassword: () => void,
  ) => Promise<Refusal | null>;
  /** The command that ends a session after a login. Its answer is not read. */
  readonly goodbye: string;
  /** Opens a new session on a new connection. */
  readonly reopen: () => Promise<Session>;
};

/**
 * The time in milliseconds before the next mechanism is tried. A server that closes the connection after its answer
 * does so within this time, and no password is sent on a connection that is about to close.
 */
const closeGraceMs = 100;

/**
 * Logs in: tries mechanisms until a refusal is final, on one connection, or on a new one if the server closes it
 * after an answer that was not final. A password that was sent and not answered is not sent again; therefore the
 * server refuses at most one password.
 */
export async function logIn<Session extends { readonly socket: Duplex }, Mechanism extends string>(
  conversation: Conversation,
  session: Session,
  { mechanisms, attempt, goodbye, reopen }: LoginProtocol<Session, Mechanism>,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    refuseWithoutMechanism(conversation);
    let current = session;
    let isPasswordSent = false;
    let refused: StepError | null = null;
    const onPassword = (): void => {
      isPasswordSent = true;
      conversation.hasSentPassword = true;
    };
    const tryMechanism = async (mechanism: Mechanism): Promise<Refusal | null> => {
      isPasswordSent = false;
      return await conversation.connected.whileOpen(attempt(current, mechanism, onPassword));
    };
    for (const mechanism of mechanisms) {
      if (refused !== null) await delay(closeGraceMs);
      if (refused !== null && current.socket.readableEnded) current = await reopen();
      const refusal = await tryMechanism(mechanism).catch(async (error: unknown) => {
        if (refused === null || isPasswordSent || !isConnectionClosed(error)) throw error;
        current = await reopen();
        return await tryMechanism(mechanism);
      });
      if (refusal === null) {
        // The login has passed; the server may close the connection before it answers.
        current.socket.end(goodbye);
        facts.mechanism = mechanism;
        return;
      }
      const judged = judgeRefusal(conversation, refusal, isPasswordSent);
      if (judged.isFinal) throw judged.error;
      refused = judged.error;
    }
    throw refused ?? unsupported(conversation);
  });
}

/**
 * Judges a refusal. It is final if it names a cause, or if it judges a password that was sent; any other refusal is
 * that of the mechanism.
 */
function judgeRefusal(
  { report }: Conversation,
  { answer, facts }: Refusal,
  isPasswordSent: boolean,
): { readonly error: StepError; readonly isFinal: boolean } {
  const meaning = judgeLoginAnswer(answer);
  const mechanisms = report.authMechanisms;
  if (meaning === 'other-mechanism')
    return {
      error: new StepError('auth-mechanism-unsupported', { ...facts, mechanisms }),
      isFinal: false,
    };
  const isOfPassword = meaning === 'auth-unclear' || meaning === 'auth-rejected';
  // A server that announces only OAuth and gives no other cause accepts no passwords.
  const code = meaning === 'auth-unclear' && isOauthOnly(mechanisms) ? 'auth-oauth-only' : meaning;
  return { error: new StepError(code, facts), isFinal: isPasswordSent || !isOfPassword };
}

/** Throws the failure of a server that offers no mechanism for passwords. */
function refuseWithoutMechanism(conversation: Conversation): void {
  const login = passwordLogin(conversation.report);
  if (login === 'auth-mechanism-unsupported') throw unsupported(conversation);
  if (login !== 'offered') throw new StepError(login);
}

/** Returns the failure of a login that was skipped because Postern supports none of the server's mechanisms. */
function unsupported({ report }: Conversation): StepError {
  return new StepError('auth-mechanism-unsupported', { mechanisms: report.authMechanisms, isSkipped: true });
}

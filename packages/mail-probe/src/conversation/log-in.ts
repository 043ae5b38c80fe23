import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { judgeLoginAnswer, type LoginAnswer } from '../judgement/login-answer.js';
import { isOauthOnly, passwordLogin } from '../judgement/password-login.js';
import { judgeTokenAnswer, readTokenChallenge, tokenMechanisms } from '../judgement/token-login.js';
import type { Conversation } from './conversation.js';
import { isConnectionClosed } from './guarded-socket.js';
import { StepError, type StepFacts } from './step-error.js';

/**
 * The refusal of a login: the server's answer, and the facts of it that a report may contain. `challenge` is the text in
 * base64 with which the server refused an access token.
 */
export type Refusal = {
  readonly answer: LoginAnswer;
  readonly facts: StepFacts;
  readonly challenge?: string | undefined;
};

/** How one protocol logs in. */
export type LoginProtocol<Session, Mechanism extends string> = {
  /** The mechanisms to try, in this order. */
  readonly mechanisms: readonly Mechanism[];
  /**
   * Logs in with one mechanism; returns null if the server accepts the login. Calls `onSecret` before it sends the
   * password or token.
   */
  readonly attempt: (session: Session, mechanism: Mechanism, onSecret: () => void) => Promise<Refusal | null>;
  /** The command that ends a session after a login. Its answer is not read. */
  readonly goodbye: string;
  /** Opens a new session on a new connection. */
  readonly reopen: () => Promise<Session>;
};

/**
 * The time in milliseconds before the next mechanism is tried. A server that closes the connection after its answer
 * does so within this time, and no password or token is sent on a connection that is about to close.
 */
const closeGraceMs = 100;

/**
 * Logs in: tries mechanisms until a refusal is final, on one connection, or on a new one if the server closes it
 * after an answer that was not final. A password or token that was sent and not answered is not sent again; therefore
 * the server refuses at most one.
 */
export async function logIn<Session extends { readonly socket: Duplex }, Mechanism extends string>(
  conversation: Conversation,
  session: Session,
  { mechanisms, attempt, goodbye, reopen }: LoginProtocol<Session, Mechanism>,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    refuseWithoutMechanism(conversation);
    let current = session;
    let isSecretSent = false;
    let refused: StepError | null = null;
    const onSecret = (): void => {
      isSecretSent = true;
      conversation.hasSentSecret = true;
    };
    const tryMechanism = async (mechanism: Mechanism): Promise<Refusal | null> => {
      isSecretSent = false;
      return await conversation.connected.whileOpen(attempt(current, mechanism, onSecret));
    };
    for (const mechanism of mechanisms) {
      if (refused !== null) await delay(closeGraceMs);
      if (refused !== null && current.socket.readableEnded) current = await reopen();
      const refusal = await tryMechanism(mechanism).catch(async (error: unknown) => {
        if (refused === null || isSecretSent || !isConnectionClosed(error)) throw error;
        current = await reopen();
        return await tryMechanism(mechanism);
      });
      if (refusal === null) {
        // The login has passed; the server may close the connection before it answers.
        current.socket.end(goodbye);
        facts.mechanism = mechanism;
        return;
      }
      const judged = judgeRefusal(conversation, refusal, isSecretSent);
      if (refusal.challenge !== undefined)
        facts.tokenStatus = readTokenChallenge(refusal.challenge).status ?? null;
      if (judged.isFinal) throw judged.error;
      refused = judged.error;
    }
    throw refused ?? unsupported(conversation);
  });
}

type JudgedRefusal = { readonly error: StepError; readonly isFinal: boolean };

/**
 * Judges a refusal. It is final if it names a cause, or if it judges a password or token that was sent; any other
 * refusal is that of the mechanism.
 */
function judgeRefusal(conversation: Conversation, refusal: Refusal, isSecretSent: boolean): JudgedRefusal {
  const { credentials } = conversation.request;
  const { answer, facts } = refusal;
  if (credentials !== null && 'accessToken' in credentials)
    return judgeTokenRefusal(conversation, refusal, credentials.accessToken, isSecretSent);
  const meaning = judgeLoginAnswer(answer);
  const mechanisms = conversation.report.authMechanisms;
  if (meaning === 'other-mechanism')
    return {
      error: new StepError('auth-mechanism-unsupported', { ...facts, mechanisms }),
      isFinal: false,
    };
  const isOfPassword = meaning === 'auth-unclear' || meaning === 'auth-rejected';
  // A server that announces only OAuth and gives no other cause accepts no passwords.
  const code = meaning === 'auth-unclear' && isOauthOnly(mechanisms) ? 'auth-oauth-only' : meaning;
  return { error: new StepError(code, facts), isFinal: isSecretSent || !isOfPassword };
}

function judgeTokenRefusal(
  { report }: Conversation,
  { answer, facts, challenge }: Refusal,
  accessToken: string,
  isSecretSent: boolean,
): JudgedRefusal {
  const said = challenge === undefined ? null : readTokenChallenge(challenge);
  const { code, ...ofToken } = judgeTokenAnswer(answer, said, accessToken);
  if (code === 'other-mechanism')
    return {
      error: new StepError('oauth-not-offered', { ...facts, mechanisms: report.authMechanisms }),
      isFinal: false,
    };
  const isOfToken = code === 'oauth-token-rejected';
  return {
    error: new StepError(code, { ...facts, ...ofToken }),
    isFinal: isSecretSent || !isOfToken,
  };
}

/** Throws the failure of a server that offers no mechanism for what logs in. A token never becomes a password. */
function refuseWithoutMechanism(conversation: Conversation): void {
  const { credentials } = conversation.request;
  if (credentials !== null && 'accessToken' in credentials) {
    const { authMechanisms } = conversation.report;
    if (tokenMechanisms.some((name) => authMechanisms.includes(name))) return;
    throw new StepError('oauth-not-offered', { mechanisms: authMechanisms, isSkipped: true });
  }
  const login = passwordLogin(conversation.report);
  if (login === 'auth-mechanism-unsupported') throw unsupported(conversation);
  if (login !== 'offered') throw new StepError(login);
}

/** Returns the failure of a login that was skipped because Postern supports none of the server's mechanisms. */
function unsupported({ report }: Conversation): StepError {
  return new StepError('auth-mechanism-unsupported', { mechanisms: report.authMechanisms, isSkipped: true });
}

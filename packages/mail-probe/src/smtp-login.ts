import type { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Conversation } from './conversation.js';
import { smtpConnectionOptions } from './library-options.js';
import type { LineReader } from './line-reader.js';
import { mapSmtpLogin } from './map-login.js';
import { passwordLogin } from './password-login.js';
import { StepError } from './step-error.js';

/** The server's own greeting was read long ago; nodemailer waits for one, and then says EHLO again (RFC 5321 §4.1.4). */
const replayedGreeting = Buffer.from('220 ready\r\n');
const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;

/** Logs in with nodemailer on the open connection, by a mechanism that the server offers, and says good-bye. */
export async function logInToSmtp(
  conversation: Conversation,
  socket: TLSSocket,
  reader: LineReader,
): Promise<void> {
  await conversation.step('authenticate', async (facts) => {
    const login = passwordLogin(conversation.report);
    if (login !== 'offered') throw new StepError(login);
    if (reader.release().hasLeftovers) throw new StepError('protocol-error');
    const method = mechanisms.find((name) => conversation.report.authMechanisms.includes(name))!;
    socket.unshift(replayedGreeting);
    const connection = new SMTPConnection(smtpConnectionOptions(conversation, socket));
    try {
      await new Promise<void>((resolve, reject) => {
        connection.on('error', reject);
        connection.on('end', () => reject(new StepError('protocol-error')));
        connection.connect((failed) => {
          if (failed) return reject(failed);
          // AUTH may be gone from the second EHLO. Nothing secret has been sent yet.
          if (!connection.allowsAuth) return reject(new StepError('auth-not-offered'));
          conversation.hasSentPassword = true;
          const { username: user = '', password: pass = '' } = conversation.request.credentials ?? {};
          connection.login({ method, user, pass }, (refused) => (refused ? reject(refused) : resolve()));
        });
      });
      facts.mechanism = method;
    } catch (error) {
      throw conversation.connected.cut ?? mapSmtpLogin(error);
    } finally {
      connection.removeAllListeners('error').on('error', () => {});
      connection.close();
    }
  });
}

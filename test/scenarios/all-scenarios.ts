import { exchangeAnswerScenarios } from './exchange-answer-scenarios.js';
import { helloScenarios } from './hello-scenarios.js';
import { imapResponseScenarios } from './imap-response-scenarios.js';
import { lastWordScenarios } from './last-word-scenarios.js';
import { loginAnswerScenarios } from './login-answer-scenarios.js';
import { mechanismScenarios } from './mechanism-scenarios.js';
import { smtpReplyScenarios } from './smtp-reply-scenarios.js';
import { slowScenarios } from './slow-scenarios.js';
import { tlsCauseScenarios } from './tls-cause-scenarios.js';
import { certificateScenarios } from './certificate-scenarios.js';
import { connectScenarios } from './connect-scenarios.js';
import { costlyTlsScenarios } from './costly-tls-scenarios.js';
import { exchangePortalScenarios } from './exchange-portal-scenarios.js';
import { exchangeScenarios } from './exchange-scenarios.js';
import { greetingScenarios } from './greeting-scenarios.js';
import { hostileScenarios } from './hostile-scenarios.js';
import { loginScenarios } from './login-scenarios.js';
import type { Scenario } from './scenario.js';
import { tlsScenarios } from './tls-scenarios.js';
import { tokenScenarios } from './token-scenarios.js';

/** All scenarios, in the order of the steps of a conversation. */
export const allScenarios: readonly Scenario[] = [
  ...connectScenarios,
  ...greetingScenarios,
  ...helloScenarios,
  ...slowScenarios,
  ...tlsScenarios,
  ...tlsCauseScenarios,
  ...costlyTlsScenarios,
  ...certificateScenarios,
  ...hostileScenarios,
  ...loginScenarios,
  ...mechanismScenarios,
  ...imapResponseScenarios,
  ...smtpReplyScenarios,
  ...lastWordScenarios,
  ...loginAnswerScenarios,
  ...tokenScenarios,
  ...exchangeScenarios,
  ...exchangeAnswerScenarios,
  ...exchangePortalScenarios,
];

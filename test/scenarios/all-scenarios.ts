import { certificateScenarios } from './certificate-scenarios.js';
import { connectScenarios } from './connect-scenarios.js';
import { exchangeScenarios } from './exchange-scenarios.js';
import { greetingScenarios } from './greeting-scenarios.js';
import { hostileScenarios } from './hostile-scenarios.js';
import { loginScenarios } from './login-scenarios.js';
import type { Scenario } from './scenario.js';
import { tlsScenarios } from './tls-scenarios.js';

/** All scenarios, in the order of the steps of a conversation. */
export const allScenarios: readonly Scenario[] = [
  ...connectScenarios,
  ...greetingScenarios,
  ...tlsScenarios,
  ...certificateScenarios,
  ...hostileScenarios,
  ...loginScenarios,
  ...exchangeScenarios,
];

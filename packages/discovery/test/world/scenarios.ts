import { autoconfigScenarios } from './autoconfig-scenarios.js';
import { dnsScenarios } from './dns-scenarios.js';
import { guardScenarios } from './guard-scenarios.js';
import { priorityScenarios } from './priority-scenarios.js';
import type { Scenario } from './scenario.js';

/** All domains of the scripted world. */
export const scenarios: readonly Scenario[] = [
  ...autoconfigScenarios,
  ...guardScenarios,
  ...priorityScenarios,
  ...dnsScenarios,
];

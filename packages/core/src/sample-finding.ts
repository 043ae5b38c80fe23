import type { Finding } from './finding.js';

/**
 * The notice in every API response that is made from the sample list, which applies until an operator publishes a
 * list.
 */
export const sampleFinding: Finding = {
  level: 'warning',
  code: 'sample-allowlist',
  text: 'These addresses are from the vendor’s public help page; the operator of this installation has not published a list yet',
};

import type { RuleSet } from './rule-set.js';
import { headerLines, type RenderedFile } from './target.js';

/** What a person does to take the rules of a target back, where no file of commands can do it. */
export function removalSheet(ruleSet: RuleSet, steps: readonly string[]): RenderedFile {
  const text = [
    '# Taking the mail allowlist back',
    '',
    ...headerLines(ruleSet).map((line) => `${line}  `),
    '',
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    `After this, ${ruleSet.vendor} no longer reaches your mail servers, unless other rules of yours let it in.`,
    '',
  ].join('\n');
  return { path: 'postern-remove.md', mediaType: 'text/markdown', text };
}

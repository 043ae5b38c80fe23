import type { Finding } from '../finding.js';
import { discoveryFindingTexts } from './discovery-finding-texts.js';
import { listFindingTexts } from './list-finding-texts.js';
import { ruleFindingTexts } from './rule-finding-texts.js';

/**
 * The English texts of findings, by their code. The API sends them with their values, from which the console makes the
 * same text in another language. The finding that a list is a sample has its own home, `sample-finding.ts`.
 */
export const findingTexts = { ...listFindingTexts, ...ruleFindingTexts, ...discoveryFindingTexts };

export type FindingCode = keyof typeof findingTexts;

/** The values that the text of a code names, as the one argument of that text; no argument if it is always the same. */
type Arguments<Code extends FindingCode> = Parameters<(typeof findingTexts)[Code]>;

/** The values that the text of a code names. */
export type ValuesOf<Code extends FindingCode> = Arguments<Code>[0];

/** The texts of findings in one language. */
export type FindingTexts = {
  readonly [Code in FindingCode]: (...values: Arguments<Code>) => string;
};

/** Makes a finding whose English text is that of its code. */
export function finding<Code extends FindingCode>(
  level: Finding['level'],
  code: Code,
  ...values: Arguments<Code>
): Finding {
  const text = (findingTexts as FindingTexts)[code](...values);
  const [named] = values as unknown as [Finding['values']?];
  return { level, code, text, ...(named !== undefined && { values: named }) };
}

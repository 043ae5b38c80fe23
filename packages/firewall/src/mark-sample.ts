import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import type { RuleSet } from './rule-set.js';

type TextFile = { readonly mediaType: string; readonly text: string };

const sampleLine =
  'SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.';

/**
 * Puts a first line into each file that is made from the sample list, so that nobody opens a firewall to addresses
 * that the operator does not use. Files that are made from a published list stay as they are.
 */
export function markSample<File extends TextFile>(files: readonly File[], ruleSet: RuleSet): readonly File[] {
  if (!isSampleAllowlist(ruleSet)) return files;
  return files.map((file) => ({ ...file, text: withFirstLine(file) }));
}

function withFirstLine({ mediaType, text }: TextFile): string {
  if (mediaType === 'application/json') return jsonWithComment(text);
  if (mediaType === 'text/markdown') return `**${sampleLine}**\n\n${text}`;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const [first = ''] = text.split('\n', 1);
  if (mediaType === 'application/xml') return text.replace(first, `${first}\n<!-- ${sampleLine} -->`);
  // The system reads the program that runs a script from its first line.
  if (first.startsWith('#!')) return text.replace(first, `${first}\n# ${sampleLine}`);
  // Only Cisco starts its comments with an exclamation mark. PAN-OS has no comments: it refuses this line alone.
  return `${text.startsWith('!') ? '!' : '#'} ${sampleLine}${end}${text}`;
}

/** JSON has no comments; Terraform ignores the name `//` at the top of a file. */
function jsonWithComment(text: string): string {
  const { '//': comments = [], ...content } = JSON.parse(text) as { '//'?: string[] };
  const body = JSON.stringify(content, null, 2);
  const first = `{ "//": ${JSON.stringify([sampleLine, ...comments])}`;
  return body === '{}' ? `${first} }\n` : `${first},${body.slice(1)}\n`;
}

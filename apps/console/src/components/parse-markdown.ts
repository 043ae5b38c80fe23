/** A step of a numbered list, with the list of dashes inside it. */
type Step = { readonly text: string; readonly points: readonly string[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** Reads the parts of Markdown that Postern's renderers write: headings, paragraphs, lists, numbered steps, tables and fenced code. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const fences = source.split(/^```.*$/m);
  for (const [index, part] of fences.entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'code', text: part.replace(/^\n|\n$/g, '') });
    else blocks.push(...part.split(/\n(?:[ \t]*\n)+|\n(?=#)/).flatMap(parseBlock));
  }
  return blocks;
}

function parseBlock(text: string): Block[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0];
  if (first === undefined) return [];
  const heading = /^(#{1,6}) (.*)$/.exec(first);
  if (heading) {
    const rest = lines.slice(1).join('\n');
    return [{ kind: 'heading', level: heading[1]!.length, text: heading[2]! }, ...parseBlock(rest)];
  }
  if (lines.every((line) => line.startsWith('|'))) {
    const isRuled = /^[|\s:-]*-[|\s:-]*$/.test(lines[1] ?? '');
    return [{ kind: 'table', rows: lines.filter((_, index) => index !== 1 || !isRuled).map(cellsOf) }];
  }
  if (lines.every((line) => /^[-*] /.test(line)))
    return [{ kind: 'list', items: lines.map((line) => line.slice(2)) }];
  if (stepMark.test(first)) return [{ kind: 'steps', steps: stepsOf(lines) }];
  return [{ kind: 'paragraph', text: lines.join(' ') }];
}

const stepMark = /^\d+\. /;
const pointMark = /^\s+[-*] /;

/** A line without a number and without a dash continues the step or the point before it. */
function stepsOf(lines: readonly string[]): Step[] {
  const steps: string[][] = [];
  for (const line of lines) {
    const parts = steps.at(-1) ?? [];
    if (stepMark.test(line)) steps.push([line.replace(stepMark, '')]);
    else if (pointMark.test(line)) parts.push(line.replace(pointMark, ''));
    else parts.push(`${parts.pop()} ${line.trim()}`);
  }
  return steps.map(([text = '', ...points]) => ({ text, points }));
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
}

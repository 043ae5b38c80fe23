import { expect, test } from '@jest/globals';
import { parseMarkdown, type Block } from './parse-markdown';

const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const list = (...items: string[]): Block => ({ kind: 'list', items });
const code = (text: string): Block => ({ kind: 'code', text });
const table = (...rows: string[][]): Block => ({ kind: 'table', rows });

test.each<[string, string, Block[]]>([
  ['nothing', '', []],
  ['only blank lines', '\n  \n\t\n', []],
  ['a heading', '## Rules', [heading(2, 'Rules')]],
  ['a heading right above its text', '# Rules\nOpen these.', [heading(1, 'Rules'), paragraph('Open these.')]],
  ['a heading right below a text', 'Open these.\n# Rules', [paragraph('Open these.'), heading(1, 'Rules')]],
  ['seven hash signs, which make no heading', '####### Rules', [paragraph('####### Rules')]],
  ['a number sign without a space', '#1 is first', [paragraph('#1 is first')]],
  ['lines of one paragraph', 'Open\nthese.', [paragraph('Open these.')]],
  ['paragraphs with spaces on the blank line', 'a\n  \nb', [paragraph('a'), paragraph('b')]],
  ['a list with both marks', '- a\n* b', [list('a', 'b')]],
  ['a list with a line that is no item', '- a\nb', [paragraph('- a b')]],
  [
    'steps, with what continues them and the points inside them',
    '1. Copy\n   it.\n2. Run:\n   - one\n     more\n   - two\n10. End',
    [
      {
        kind: 'steps',
        steps: [
          { text: 'Copy it.', points: [] },
          { text: 'Run:', points: ['one more', 'two'] },
          { text: 'End', points: [] },
        ],
      },
    ],
  ],
  ['a number without a space', '1.5 is a number', [paragraph('1.5 is a number')]],
  ['a dash without a space', '-a', [paragraph('-a')]],
  ['code with blank lines and hash signs', '```\na\n\n# b\n```', [code('a\n\n# b')]],
  ['code in a named language', '```sh\na\n```\nb', [code('a'), paragraph('b')]],
  ['code that is never closed', 'a\n\n```\nb', [paragraph('a'), code('b')]],
  ['empty code', '```\n```', [code('')]],
  ['a table', '| a | b |\n| --- | :-: |\n| 1 | 2 |', [table(['a', 'b'], ['1', '2'])]],
  ['a table with an empty heading', '| a | |\n|---|---|\n| 1 | 2 |', [table(['a', ''], ['1', '2'])]],
  ['a row of dashes below the first', '| a |\n| - |\n| - |', [table(['a'], ['-'])]],
  ['an empty row', '| a | b |\n| - | - |\n| | |', [table(['a', 'b'], ['', ''])]],
  ['a bar in a cell', '| a |\n| - |\n| 1 \\| 2 |', [table(['a'], ['1 | 2'])]],
])('reads %s', (_, source, expected) => {
  expect(parseMarkdown(source)).toEqual(expected);
});

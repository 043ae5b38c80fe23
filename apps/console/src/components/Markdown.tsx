import { Title } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import classes from './Markdown.module.css';
import { parseMarkdown, type Block } from './parse-markdown';
import { StackingTable } from './StackingTable';

/** Shows a document that Postern has rendered as Markdown; its headings start one level below the page's. */
export function Markdown({ source }: { readonly source: string }) {
  return parseMarkdown(source).map((block, index) => <BlockView key={index} block={block} />);
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <Title order={block.level === 1 ? 2 : 3}>{inline(block.text)}</Title>;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
    case 'list':
      return <ListView items={block.items} />;
    case 'steps':
      return (
        <ol>
          {block.steps.map(({ text: words, points }) => (
            <li key={words}>
              {inline(words)}
              {points.length > 0 && <ListView items={points} />}
            </li>
          ))}
        </ol>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'table':
      return <TableView rows={block.rows} />;
  }
}

function ListView({ items }: { readonly items: readonly string[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{inline(item)}</li>
      ))}
    </ul>
  );
}

function TableView({ rows }: { readonly rows: readonly (readonly string[])[] }) {
  const [head = [], ...body] = rows;
  return (
    <StackingTable
      label={head.join(', ')}
      columns={head}
      rows={body}
      idOf={(row) => row.join('|')}
      cells={head.map((_, place) => (row: readonly string[]) => <div>{inline(row[place] ?? '')}</div>)}
    />
  );
}

function inline(words: string): ReactNode {
  return words.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/).map((part, index) => {
    if (part.startsWith('`')) return <Command key={index} words={part.slice(1, -1).split(' ')} />;
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('*') && part.length > 2) return <em key={index}>{part.slice(1, -1)}</em>;
    return <Fragment key={index}>{part}</Fragment>;
  });
}

/** A command whose lines end at spaces only: a line that ends after one of its hyphens reads as one with another name. */
function Command({ words }: { readonly words: readonly string[] }) {
  return (
    <code>
      {words.map((word, index) => (
        <Fragment key={index}>
          {index > 0 && ' '}
          <span className={classes.word}>{word}</span>
        </Fragment>
      ))}
    </code>
  );
}

import { Button, Text, Title } from '@mantine/core';
import { text } from '../../text';
import classes from './ImportExport.module.css';

const words = text.importExport;

/** The meaning of each column of the CSV file, and a button that fills in example rows. */
export function ColumnHelp({ onExample }: { readonly onExample: () => void }) {
  return (
    <aside className={`card ${classes.help}`}>
      <Title order={2} mb="xs">
        {words.columnsTitle}
      </Title>
      <Text size="sm" mb="sm">
        {words.columnsHelp}
      </Text>
      <dl className={classes.columnList}>
        {words.columns.map(([names, meaning]) => (
          <div key={names}>
            <dt>{names}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Button mt="sm" size="xs" variant="default" onClick={onExample}>
        {words.useExample}
      </Button>
    </aside>
  );
}

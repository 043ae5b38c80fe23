import { Button, NativeSelect, Text, Title } from '@mantine/core';
import { importColumns, type CsvColumn, type ImportTable } from '@postern/core/settings-transfer';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { importTableQuery, type Mapping } from '../../api/import-export';
import { LoadingPage } from '../../components/LoadingPage';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StackingTable } from '../../components/StackingTable';
import { text } from '../../text';
import { fieldLabel, pathOfColumn } from '../../text/field-labels';

const words = text.importExport.mapping;
const choices = [
  { value: '', label: words.leaveOut },
  ...importColumns.map((value) => ({ value, label: fieldLabel(pathOfColumn(value)) })),
];

type Props = { readonly content: string; readonly onChoose: (columns: Mapping) => void };

/** Lets a person say what each column of the file is; the API guesses first. */
export function ColumnMapping({ content, onChoose }: Props) {
  const { data, error, isPending, refetch } = useQuery(importTableQuery(content));
  if (isPending) return <LoadingPage />;
  if (error !== null) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />;
  return <ColumnChoices table={data} onChoose={onChoose} />;
}

function ColumnChoices({
  table: { data },
  onChoose,
}: { readonly table: ImportTable } & Pick<Props, 'onChoose'>) {
  const [chosen, setChosen] = useState<Mapping>(data.map(({ column }) => column));
  const rows = data.map((row, place) => ({ ...row, place, letters: columnLetters(place) }));
  // Each field belongs to one column: the column that had it before is left out.
  const choose = (at: number, column: CsvColumn | null) =>
    setChosen((before) => before.map((old, place) => (place === at ? column : old === column ? null : old)));
  const isComplete =
    chosen.includes('domain') && chosen.some((column) => /^(?:imap|smtp|exchange)/.test(column ?? ''));
  return (
    <section aria-label={words.title}>
      <Title order={2} mb={4}>
        {words.title}
      </Title>
      <Text size="sm" className="soft" mb="sm">
        {words.help}
      </Text>
      <StackingTable
        label={words.title}
        columns={words.columns}
        rows={rows}
        idOf={({ letters }) => letters}
        cells={[
          ({ letters }) => letters,
          ({ heading }) => heading || <span className="soft">{words.noHeading}</span>,
          ({ values }) =>
            values.length === 0 ? (
              <span className="soft">{words.noValue}</span>
            ) : (
              <div>
                {values.map((value, at) => (
                  <Text key={`${at} ${value}`} size="sm" className="mono">
                    {value}
                  </Text>
                ))}
              </div>
            ),
          ({ place, letters }) => (
            <NativeSelect
              size="xs"
              aria-label={words.choose(letters)}
              data={choices}
              value={chosen[place] ?? ''}
              onChange={(event) => choose(place, (event.currentTarget.value || null) as CsvColumn | null)}
            />
          ),
        ]}
      />
      {!isComplete && (
        <Text size="sm" mt="sm">
          {words.needed}
        </Text>
      )}
      <Button mt="sm" disabled={!isComplete} onClick={() => onChoose(chosen)}>
        {words.submit}
      </Button>
    </section>
  );
}

/** The letters of a column in a spreadsheet: 0 is A, 26 is AA. */
function columnLetters(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : columnLetters(Math.floor(place / 26) - 1) + last;
}

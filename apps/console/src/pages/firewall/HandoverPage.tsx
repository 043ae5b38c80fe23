import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Finding } from '@postern/core/finding';
import { sampleFinding } from '@postern/core/sample-finding';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { renderQuery } from '../../api/firewall';
import { Findings } from '../../components/Findings';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Markdown } from '../../components/Markdown';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { language } from '../../text/language';
import classes from './Firewall.module.css';
import { SheetNotes } from './SheetNotes';

const words = text.handover;

/** What the sheet's own list of notes does not say loudly enough: that there is no sheet, or that it is of a sample. */
function isUrgent({ level, code }: Finding): boolean {
  return level === 'error' || code === sampleFinding.code;
}

/** The sheet for the IT team, to print or to save as PDF (R17). */
export function HandoverPage() {
  const [note, setNote] = useState('');
  const [settled] = useDebouncedValue(note.trim(), 400);
  const { data, error, isPending, refetch } = useQuery(
    renderQuery('handover', { parameters: { language, ...(settled !== '' && { note: settled }) } }),
  );
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button leftSection={<Icon name="print" size={16} />} onClick={() => window.print()}>
          {words.print}
        </Button>
      }
    >
      <Textarea
        className="noPrint"
        maw={640}
        mb="lg"
        autosize
        minRows={2}
        maxLength={500}
        label={words.note}
        placeholder={words.notePlaceholder}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {isPending && <LoadingPage />}
      {error !== null && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && error === null && (
        <>
          <Findings findings={data.findings.filter(isUrgent)} />
          <article className={`card ${classes.sheet}`}>
            {data.files.map((file) => (
              <Markdown key={file.path} source={file.text} />
            ))}
            <SheetNotes findings={data.findings} />
          </article>
        </>
      )}
    </Page>
  );
}

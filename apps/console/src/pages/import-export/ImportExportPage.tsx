import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import {
  exportSettings,
  formatOf,
  importSettings,
  type ImportFormat,
  type ImportProgress,
} from '../../api/import-export';
import { settingsKey } from '../../api/mail-settings';
import { FileDrop } from '../../components/FileDrop';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { saveFile } from '../../components/save-file';
import { text } from '../../text';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import { applySuggestion, type Suggestion } from './apply-suggestion';
import { ColumnHelp } from './ColumnHelp';
import classes from './ImportExport.module.css';
import { ImportSummary } from './ImportSummary';
import { ProblemTable } from './ProblemTable';
import { UploadProgress } from './UploadProgress';

const words = text.importExport;
const notBegun: ImportProgress = { phase: 'upload', part: 0 };
type Source = { readonly name: string; readonly content: string };

/** Imports many domains at once, either all rows or none, and exports all domains. */
export function ImportExportPage() {
  const queries = useQueryClient();
  const [source, setSource] = useState<Source>({ name: '', content: '' });
  const [progress, setProgress] = useState<ImportProgress>(notBegun);
  const upload = useMutation({
    mutationFn: (dryRun: boolean) => {
      setProgress(notBegun);
      const format = formatOf(source.name, source.content);
      return importSettings({ content: new Blob([source.content]), format, dryRun }, setProgress);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: settingsKey }),
  });
  const download = useMutation({
    mutationFn: async (format: ImportFormat) =>
      saveFile(await exportSettings(format), `mail-settings.${format}`),
  });
  const problem = upload.error === null ? null : problemOf(upload.error);
  const isEmpty = source.content.trim() === '';
  // A chosen file is still on the disk; rows that were pasted or typed exist only on this page.
  const isImported = upload.data?.dryRun === false;
  useUnsavedWork(source.name === '' && !isEmpty && !isImported);
  const take = (next: Source) => {
    setSource(next);
    upload.reset();
  };

  const apply = (suggestions: readonly Suggestion[]) => {
    let { content } = source;
    const done = suggestions.filter((suggestion) => {
      const changed = applySuggestion(content, suggestion);
      content = changed ?? content;
      return changed !== null;
    });
    // The content is no longer that of the chosen file.
    if (done.length > 0) setSource({ name: '', content });
    return done;
  };

  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          leftSection={<Icon name="download" size={15} />}
          loading={download.isPending && download.variables === format}
          onClick={() => download.mutate(format)}
        >
          {words.exports[format]}
        </Button>
      ))}
    >
      <div className={classes.columns}>
        <Stack gap="md">
          <FileDrop
            label={words.drop}
            accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
            onFile={take}
          />
          <Textarea
            label={words.paste}
            description={source.name === '' ? words.pasteHelp : words.fileChosen(source.name)}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            rows={9}
            value={source.content.length > 20_000 ? `${source.content.slice(0, 20_000)}…` : source.content}
            readOnly={source.content.length > 20_000}
            onChange={(event) => take({ name: '', content: event.currentTarget.value })}
          />
          <Group gap="sm">
            <Button
              disabled={isEmpty}
              loading={upload.isPending && upload.variables === true}
              onClick={() => upload.mutate(true)}
            >
              {words.check}
            </Button>
            <Button
              variant="default"
              disabled={isEmpty}
              loading={upload.isPending && upload.variables === false}
              onClick={() => upload.mutate(false)}
            >
              {words.import}
            </Button>
          </Group>
          {upload.isPending && <UploadProgress progress={progress} />}
          <div role="status">{upload.data && <ImportSummary result={upload.data} />}</div>
          {download.isError && <ProblemAlert problem={problemOf(download.error)} />}
          {problem && <ProblemAlert problem={problem} />}
          {problem && problem.errors.length > 0 && (
            <ProblemTable key={upload.submittedAt} errors={problem.errors} onApply={apply} />
          )}
        </Stack>
        <ColumnHelp onExample={() => take({ name: '', content: words.example })} />
      </div>
    </Page>
  );
}

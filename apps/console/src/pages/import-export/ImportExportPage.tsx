import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { exportSettings, type ImportFormat } from '../../api/import-export';
import { BusyButton } from '../../components/BusyButton';
import { FileDrop } from '../../components/FileDrop';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { saveFile } from '../../components/save-file';
import { text } from '../../text';
import { ColumnHelp } from './ColumnHelp';
import { ColumnMapping } from './ColumnMapping';
import classes from './ImportExport.module.css';
import { ImportPreview } from './ImportPreview';
import { ImportSummary } from './ImportSummary';
import { ProblemTable } from './ProblemTable';
import { UploadProgress } from './UploadProgress';
import { useImport } from './use-import';
import { VerificationProgress } from './VerificationProgress';

const words = text.importExport;

/** Imports many domains at once, either all rows or none, and exports all domains. */
export function ImportExportPage() {
  const rows = useImport();
  const { source, running, result, problem } = rows;
  const download = useMutation({
    mutationFn: async (format: ImportFormat) =>
      saveFile(await exportSettings(format), `mail-settings.${format}`),
  });
  const isVerifying = result?.dryRun === false && result.created + result.updated > 0;
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
            accept=".csv,.txt,.tsv,.ndjson,.jsonl,text/csv,application/x-ndjson"
            onFile={rows.take}
          />
          <Textarea
            label={words.paste}
            description={source.name === '' ? words.pasteHelp : words.fileChosen(source.name)}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            rows={9}
            value={source.content.length > 20_000 ? `${source.content.slice(0, 20_000)}…` : source.content}
            readOnly={source.content.length > 20_000}
            onChange={(event) => rows.take({ name: '', content: event.currentTarget.value })}
          />
          <Group gap="sm">
            <BusyButton disabled={rows.isEmpty} loading={running === 'check'} onClick={() => rows.run(true)}>
              {words.check}
            </BusyButton>
            <BusyButton
              variant="default"
              disabled={rows.isEmpty}
              loading={running === 'import'}
              onClick={() => rows.run(false)}
            >
              {words.import}
            </BusyButton>
            {!rows.isEmpty && rows.isCsv && !rows.isAssigning && (
              <Button variant="subtle" onClick={rows.assign}>
                {words.assign}
              </Button>
            )}
          </Group>
        </Stack>
        <Stack gap="md" className={classes.results}>
          {running !== null && <UploadProgress progress={rows.progress} />}
          <div role="status">{result && <ImportSummary result={result} />}</div>
          {result && <ImportPreview result={result} />}
          {isVerifying && <VerificationProgress />}
          {download.isError && <ProblemAlert problem={problemOf(download.error)} />}
          {problem && !rows.isAssigning && <ProblemAlert problem={problem} />}
          {rows.isAssigning && <ColumnMapping content={source.content} onChoose={rows.checkWith} />}
          {problem && problem.errors.length > 0 && !rows.isAssigning && (
            <ProblemTable
              key={rows.attempt}
              content={source.content}
              errors={problem.errors}
              onApply={rows.applySuggestions}
              onLeaveOut={rows.leaveOut}
            />
          )}
        </Stack>
        <ColumnHelp onExample={() => rows.take({ name: '', content: words.example })} />
      </div>
    </Page>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { formatOf, importSettings, type ImportProgress, type Mapping } from '../../api/import-export';
import { settingsKey } from '../../api/mail-settings';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import { applySuggestions, leaveLineOut, type Suggestion } from './apply-suggestion';

const notBegun: ImportProgress = { phase: 'upload', part: 0 };
type Source = { readonly name: string; readonly content: string };
type Attempt = { readonly dryRun: boolean; readonly columns: Mapping | null };

/** The rows to import, the columns that were chosen for them, and the last check or import of them. */
export function useImport() {
  const queries = useQueryClient();
  const [source, setSource] = useState<Source>({ name: '', content: '' });
  const [columns, setColumns] = useState<Mapping | null>(null);
  const [isAssigning, setAssigning] = useState(false);
  const [progress, setProgress] = useState<ImportProgress>(notBegun);
  const format = formatOf(source.name, source.content);
  const upload = useMutation({
    mutationFn: ({ dryRun, columns: chosen }: Attempt) => {
      setProgress(notBegun);
      const content = new Blob([source.content]);
      return importSettings(
        { content, format, dryRun, columns: format === 'csv' ? chosen : null },
        setProgress,
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: settingsKey }),
  });
  const problem = upload.error === null ? null : problemOf(upload.error);
  const [first] = problem?.errors ?? [];
  const isHeaderRefused = first?.path === 'header' && first.code !== 'not-csv';
  const isEmpty = source.content.trim() === '';
  // A chosen file is still on the disk; rows that were pasted, typed or corrected exist only on this page.
  useUnsavedWork(source.name === '' && !isEmpty && upload.data?.dryRun !== false);

  const take = (next: Source) => {
    setSource(next);
    setColumns(null);
    setAssigning(false);
    upload.reset();
  };
  /** Corrected rows exist only on this page, and are no longer those of the chosen file. */
  const correct = (content: string) => {
    if (content !== source.content) setSource({ name: '', content });
  };
  return {
    source,
    take,
    isEmpty,
    isCsv: format === 'csv',
    /** Whether the columns have to be chosen, or are about to be. */
    isAssigning: !isEmpty && format === 'csv' && (isAssigning || isHeaderRefused),
    assign: () => setAssigning(true),
    run: (dryRun: boolean) => upload.mutate({ dryRun, columns }),
    checkWith: (chosen: Mapping) => {
      setColumns(chosen);
      setAssigning(false);
      upload.mutate({ dryRun: true, columns: chosen });
    },
    running: upload.isPending ? (upload.variables.dryRun ? 'check' : 'import') : null,
    progress,
    result: upload.data,
    problem,
    attempt: upload.submittedAt,
    applySuggestions: (suggestions: readonly Suggestion[]) => {
      const { content, applied } = applySuggestions(source.content, suggestions);
      correct(content);
      return applied;
    },
    leaveOut: (line: number) => {
      const content = leaveLineOut(source.content, line);
      correct(content ?? source.content);
      return content !== null;
    },
  };
}

import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { AllowlistEntry, PublishedBase } from '../../api/allowlist-draft';
import { Notice } from '../../components/Notice';
import { text } from '../../text';
import { AddEntries } from './AddEntries';
import classes from './AllowlistEditor.module.css';
import { ChangeBar } from './ChangeBar';
import { CheckPanel } from './CheckPanel';
import { DataCenters } from './DataCenters';
import { draftOf, listOf, type Draft, type Row } from './draft';
import { EntryTable } from './EntryTable';
import { useDraft } from './use-draft';
import { usePublishing } from './use-publishing';

const EntryDialog = lazy(() => import('./EntryDialog'));
const words = text.allowlistEditor;

type Edited = { readonly row: Row; readonly isRetiring: boolean };

/** The draft of the next revision: lines to add, the data centres, the entries, and the check before it is published. */
export function Editor({ base }: { readonly base: PublishedBase }) {
  const work = useDraft(draftOf(base));
  const { draft, lastChange } = work;
  const list = useMemo(() => listOf(draft), [draft]);
  const publishing = usePublishing(list, base, (next) => work.reset(draftOf(next)));
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<Edited | null>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  const entries = useRef<HTMLDivElement>(null);
  const change = (next: Draft, what: string) => {
    publishing.forgetPublished();
    work.change(next, what);
  };
  const save = (entry: AllowlistEntry) => {
    const id = edited?.row.id;
    const rows = draft.rows.map((row) => (row.id === id ? { ...row, entry } : row));
    change({ ...draft, rows }, words.table.edited(entry.cidr));
    setEdited(null);
  };
  const remove = ({ id, entry }: Row) => {
    const rows = draft.rows.filter((row) => row.id !== id);
    change({ ...draft, rows }, words.table.removed(entry.cidr));
    // The button that had the focus is gone with its row.
    requestAnimationFrame(() => undoButton.current?.focus());
  };
  const show = (cidr: string) => {
    setSearch(cidr);
    entries.current?.scrollIntoView({ block: 'start' });
    entries.current?.focus({ preventScroll: true });
  };
  return (
    <>
      {base.isSample && lastChange === null && (
        <Notice tone="wait" title={words.sample.title}>
          {words.sample.detail}
        </Notice>
      )}
      <div className={classes.columns}>
        <div className={classes.column}>
          <AddEntries draft={draft} onChange={change} />
          <DataCenters draft={draft} onChange={change} />
        </div>
        <CheckPanel publishing={publishing} isEmpty={draft.rows.length === 0} onShow={show} />
      </div>
      <ChangeBar
        revision={base.document.revision}
        lastChange={lastChange}
        undoButton={undoButton}
        onUndo={work.undo}
        onStartAgain={() => change(draftOf(base), words.discarded)}
      />
      <div ref={entries} tabIndex={-1} style={{ outline: 'none' }}>
        <EntryTable
          draft={draft}
          base={base}
          search={search}
          onSearch={setSearch}
          findingsOf={publishing.findingsOf}
          onEdit={(row, isRetiring) => setEdited({ row, isRetiring })}
          onRemove={remove}
        />
      </div>
      {edited !== null && (
        <Suspense>
          <EntryDialog
            entry={edited.row.entry}
            isRetiring={edited.isRetiring}
            dataCenters={draft.dataCenters}
            onSave={save}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
    </>
  );
}

import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useDeferredValue, useRef, useState } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import {
  createSettings,
  inputOf,
  settingsCountQuery,
  settingsListQuery,
  type ListFilters,
  type ListOrder,
  type MailSettings,
} from '../../api/mail-settings';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { LoadingList } from '../../components/LoadingList';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import bulkClasses from './bulk/Bulk.module.css';
import { RunningChange } from './bulk/RunningChange';
import { SelectionBar } from './bulk/SelectionBar';
import type { KeptSettings } from './bulk/undo-deletion';
import { useSelection } from './bulk/use-selection';
import classes from './MailSettings.module.css';
import { DomainFilters } from './DomainFilters';
import { DomainTable } from './DomainTable';
import { UndoNotice } from './UndoNotice';
import { SavedViews } from './views/SavedViews';

const DeleteDialog = lazy(() => import('./DeleteDialog'));
/** Loaded on demand: an import is rare, and the list is the page that is opened most. */
const undoDeletion = async (deleted: KeptSettings) =>
  (await import('./bulk/undo-deletion')).addAgain(deleted);

type Pages = readonly { readonly data: readonly MailSettings[]; readonly nextCursor: string | null }[];

const route = getRouteApi('/shell/settings/objects/activities');

/** The account's domains with search, filters, and buttons to edit and delete each. */
export function DomainList() {
  const me = useMe();
  const mayWrite = me.may('settings:write');
  const account = me.account?.id ?? '';
  const { search, kind, state, origin, hint, sort } = route.useSearch();
  const [settledSearch] = useDebouncedValue(search, 250);
  const filters = { search: settledSearch || undefined, kind, state, origin, hint } as ListFilters;
  const list = useInfiniteQuery(settingsListQuery({ ...filters, ...(isOrder(sort) && { sort }) }));
  const { data: counted } = useQuery(settingsCountQuery(filters));
  const [toDelete, setToDelete] = useState<MailSettings | null>(null);
  const [deleted, setDeleted] = useState<MailSettings | null>(null);
  const keyFor = useIdempotencyKey();
  const forgetDeleted = useCallback(() => setDeleted(null), []);
  const selected = useSelection(filters, counted?.total ?? 0);
  const selectAll = useRef<HTMLInputElement>(null);
  const [deletedMany, setDeletedMany] = useState<KeptSettings>([]);
  const forgetDeletedMany = useCallback(() => setDeletedMany([]), []);
  const clearSelection = (removed: KeptSettings) => {
    setDeletedMany(removed);
    selected.selectAll(false);
    // The buttons that had the focus are gone once the selection is empty.
    setTimeout(() => selectAll.current?.focus(), 0);
  };
  const { rows, hasMore, isShown } = useRows(list.data);
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const { open, edit } = usePanels();

  return (
    <>
      {mayWrite && (
        <div className={classes.actions}>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => open('new-imap')}>
            {text.form.addImap}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => open('new-exchange')}
          >
            {text.form.addExchange}
          </Button>
        </div>
      )}
      {mayWrite && <RunningChange account={account} />}
      <DomainFilters />
      <SavedViews />
      {counted && counted.total > 0 && (
        <Group justify="space-between" mb="xs" gap="xs">
          {mayWrite && (
            <label className={bulkClasses.selectAll}>
              <input
                ref={selectAll}
                type="checkbox"
                className={bulkClasses.check}
                checked={selected.isAll}
                onChange={(event) => selected.selectAll(event.currentTarget.checked)}
              />
              {text.bulk.selectAll(counted.total)}
            </label>
          )}
          <Text size="sm" fw={600} role="status">
            {text.mailSettings.totals(counted.total, counted.failing)}
          </Text>
        </Group>
      )}
      {rows === undefined && !list.isError && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {rows?.length === 0 && <NoDomains isFiltered={isFiltered} />}
      {rows && rows.length > 0 && (
        <DomainTable
          rows={rows}
          mayWrite={mayWrite}
          hasMore={hasMore}
          isLoadingMore={list.isFetchingNextPage}
          onMore={() => void (isShown && list.fetchNextPage())}
          onEdit={edit}
          onDelete={setToDelete}
          isSelected={selected.has}
          onSelect={selected.isAll ? null : selected.toggle}
        />
      )}
      {rows && rows.length > 0 && (
        <Text size="sm" className="soft" mt="sm" role="status">
          {text.mailSettings.shown(rows.length, hasMore)}
        </Text>
      )}
      {mayWrite && selected.count > 0 && (
        <SelectionBar
          count={selected.count}
          selection={selected.selection}
          account={account}
          onDone={clearSelection}
        />
      )}
      {/* A user's attempt cannot be made again by an admin. */}
      {deleted?.origin === 'admin' && (
        <UndoNotice
          key={deleted.domain}
          undo={() => createSettings(inputOf(deleted), keyFor(inputOf(deleted)))}
          onClose={forgetDeleted}
        >
          {text.mailSettings.deletion.done(deleted.displayDomain)}
        </UndoNotice>
      )}
      {deletedMany.length > 0 && (
        <UndoNotice undo={() => undoDeletion(deletedMany)} onClose={forgetDeletedMany}>
          {text.bulk.deleted(deletedMany.length)}
        </UndoNotice>
      )}
      {toDelete !== null && (
        <Suspense>
          <DeleteDialog settings={toDelete} onDeleted={setDeleted} onClose={() => setToDelete(null)} />
        </Suspense>
      )}
    </>
  );
}

/** Opens a panel; one function for all renders, because a row with another one would be rendered again. */
function usePanels() {
  const navigate = route.useNavigate();
  const open = useCallback(
    (panel: string, domain?: string) =>
      void navigate({ search: (before) => ({ ...before, panel, domain }), resetScroll: false }),
    [navigate],
  );
  const edit = useCallback(({ domain }: MailSettings) => open('edit', domain), [open]);
  return { open, edit };
}

/**
 * The rows of a list, rendered in slices, because they and the parts around them at once are a task of more than 60 ms.
 * `isShown` is false until they are those of the newest answer.
 */
function useRows(newest: { readonly pages: Pages } | undefined) {
  const data = useDeferredValue(newest);
  return {
    rows: data?.pages.flatMap((page) => page.data),
    hasMore: (data?.pages.at(-1)?.nextCursor ?? null) !== null,
    isShown: data === newest,
  };
}

const orders: ReadonlySet<string> = new Set(['domain', '-domain', 'state', '-state', 'checked', '-checked']);

/** Whether a part of the address names an order; another one, e.g. of an older link, is ignored. */
function isOrder(sort: string | undefined): sort is ListOrder {
  return sort !== undefined && orders.has(sort);
}

function NoDomains({ isFiltered }: { readonly isFiltered: boolean }) {
  const words = isFiltered ? text.mailSettings.noMatch : text.noDomains;
  return (
    <EmptyState icon={isFiltered ? 'search' : 'mail'} title={words.title}>
      {words.detail}
      {isFiltered && (
        <div>
          <Button
            variant="default"
            mt="md"
            renderRoot={(props) => <Link to="/settings/objects/activities" {...props} />}
          >
            {text.mailSettings.noMatch.showAll}
          </Button>
        </div>
      )}
    </EmptyState>
  );
}

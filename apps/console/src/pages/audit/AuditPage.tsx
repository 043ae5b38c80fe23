import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery } from '../../api/audit';
import { problemOf } from '../../api/client';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { LoadingList } from '../../components/LoadingList';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { MoreButton } from '../../components/MoreButton';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import classes from './Audit.module.css';
import { AuditRow } from './AuditRow';

const words = text.audit;
const actionChoices = [{ value: '', label: words.allActions }, ...choicesOf(words.actions)];

/** The audit log: who changed what and when, with old and new values (B7). */
export function AuditPage() {
  const [search, setSearch] = useState('');
  const [action, setAction] = useState('');
  const [settled] = useDebouncedValue(search, 300);
  const list = useInfiniteQuery(
    auditQuery({ search: settled.trim() || undefined, action: action || undefined }),
  );
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={words.title} lead={words.lead}>
      <search className={classes.filters}>
        <TextInput
          type="search"
          label={words.search}
          placeholder={words.searchPlaceholder}
          leftSection={<Icon name="search" size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label={words.action}
          data={actionChoices}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
        />
      </search>
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <EmptyState icon="history" title={words.empty} />}
      {rows.length > 0 && (
        <ol className={`card ${classes.list}`}>
          {rows.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </ol>
      )}
      <MoreButton list={list} />
    </Page>
  );
}

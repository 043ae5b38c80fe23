import { ActionIcon, Button, Group, Text, TextInput, Title } from '@mantine/core';
import { entryKey } from '@postern/core/allowlist-diff';
import { entryPrefix } from '@postern/core/allowlist-document';
import type { Finding } from '@postern/core/finding';
import { parseIpAddress } from '@postern/core/ip-address';
import { prefixHolds } from '@postern/core/prefix';
import { useState } from 'react';
import type { AllowlistEntry, PublishedBase } from '../../api/allowlist-draft';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { formatTime } from '../../components/When';
import { text } from '../../text';
import { findingText } from '../../text/finding-text';
import classes from './AllowlistEditor.module.css';
import type { Draft, Row } from './draft';

const words = text.allowlistEditor.table;
const tones = { announced: 'wait', active: 'pass', retiring: 'warn' } as const;
const step = 100;

type Props = {
  readonly draft: Draft;
  readonly base: PublishedBase;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** What the last check found about an entry, as long as the entry is the one that was checked. */
  readonly findingsOf: (entry: AllowlistEntry) => readonly Finding[];
  readonly onEdit: (row: Row, isRetiring: boolean) => void;
  readonly onRemove: (row: Row) => void;
};

/** The entries of the draft with what can be done with each. */
export function EntryTable({ draft, base, search, onSearch, findingsOf, onEdit, onRemove }: Props) {
  const [most, setMost] = useState(step);
  const published = new Map(
    (base.isSample ? [] : base.document.entries).map((entry) => [entryKey(entry), entry]),
  );
  const labels = new Map(draft.dataCenters.map(({ id, label }) => [id, label]));
  const rows = draft.rows.filter(({ entry }) => fits(entry, search.trim()));
  return (
    <section aria-labelledby="entries">
      <Group justify="space-between" align="flex-end" gap="sm" mb="sm">
        <div>
          <Title order={2} size="h3" id="entries">
            {words.title}
          </Title>
          <Text size="sm" className="soft">
            {words.count(draft.rows.length)}
          </Text>
        </div>
        {draft.rows.length > 0 && (
          <TextInput
            type="search"
            aria-label={words.search}
            placeholder={words.searchPlaceholder}
            leftSection={<Icon name="search" size={16} />}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
          />
        )}
      </Group>
      {draft.rows.length === 0 && (
        <EmptyState icon="list" title={words.empty}>
          {words.emptyHelp}
        </EmptyState>
      )}
      {draft.rows.length > 0 && rows.length === 0 && <EmptyState icon="search" title={words.noMatch} />}
      {rows.length > 0 && (
        <StackingTable
          label={words.label}
          columns={words.columns}
          rows={rows.slice(0, most)}
          idOf={({ id }) => String(id)}
          cells={[
            ({ entry }) => <Addresses entry={entry} published={published} findings={findingsOf(entry)} />,
            ({ entry }) => text.allowlist.lists[entry.protocol],
            ({ entry }) =>
              entry.dataCenter === null
                ? text.allowlistEditor.everyDataCenter
                : (labels.get(entry.dataCenter) ?? entry.dataCenter),
            ({ entry }) => <Life entry={entry} />,
            ({ entry }) => entry.note,
          ]}
          action={{
            heading: words.actions,
            of: (row) => <Actions row={row} onEdit={onEdit} onRemove={onRemove} />,
          }}
        />
      )}
      {rows.length > most && (
        <Button mt="md" variant="default" onClick={() => setMost(most + step)}>
          {words.more(Math.min(step, rows.length - most))}
        </Button>
      )}
    </section>
  );
}

/** Whether an entry holds the address that was looked for, or its text or note has what was looked for. */
function fits(entry: AllowlistEntry, search: string): boolean {
  if (search === '') return true;
  const address = parseIpAddress(search);
  if (address !== null && prefixHolds(entryPrefix(entry), address)) return true;
  return `${entry.cidr} ${entry.note ?? ''}`.toLowerCase().includes(search.toLowerCase());
}

type AddressesProps = {
  readonly entry: AllowlistEntry;
  readonly published: ReadonlyMap<string, AllowlistEntry>;
  readonly findings: readonly Finding[];
};

function Addresses({ entry, published, findings }: AddressesProps) {
  const before = published.get(entryKey(entry));
  const isChanged = before !== undefined && JSON.stringify(before) !== JSON.stringify(entry);
  return (
    <div>
      <span className={classes.addresses}>
        <span className="mono">{entry.cidr}</span>
        {before === undefined && <Tag tone="wait">{words.new}</Tag>}
        {isChanged && <Tag tone="warn">{words.changed}</Tag>}
      </span>
      {findings.map((finding) => (
        <span key={finding.code} className={classes.finding} data-level={finding.level}>
          {findingText(finding)}
        </span>
      ))}
    </div>
  );
}

function Life({ entry }: { readonly entry: AllowlistEntry }) {
  const { state, activeFrom, retireAfter } = entry;
  const date = state === 'announced' ? activeFrom : state === 'retiring' ? retireAfter : null;
  return (
    <span className={classes.life}>
      <Tag tone={tones[state]}>{text.allowlist.states[state]}</Tag>
      {date !== null && <span className="soft">{text.allowlist.movingDate(state, formatTime(date))}</span>}
    </span>
  );
}

type ActionsProps = { readonly row: Row } & Pick<Props, 'onEdit' | 'onRemove'>;

function Actions({ row, onEdit, onRemove }: ActionsProps) {
  const { cidr, protocol } = row.entry;
  // The same prefix may be in the lists of several protocols.
  const name = `${cidr} (${text.allowlist.lists[protocol]})`;
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={words.retireIt(name)}
        onClick={() => onEdit(row, true)}
      >
        {words.retire}
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        aria-label={words.edit(name)}
        title={words.edit(name)}
        onClick={() => onEdit(row, false)}
      >
        <Icon name="pencil" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        c="var(--fail)"
        aria-label={words.remove(name)}
        title={words.remove(name)}
        onClick={() => onRemove(row)}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
    </Group>
  );
}

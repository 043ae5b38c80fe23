import { Button } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MailSettings } from '../../api/mail-settings';
import { text } from '../../text';
import classes from './MailSettings.module.css';
import { DomainRow } from './DomainRow';

type Props = {
  readonly rows: readonly MailSettings[];
  readonly mayWrite: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
  readonly onEdit: (settings: MailSettings) => void;
  readonly onDelete: (settings: MailSettings) => void;
  readonly isSelected: (domain: string) => boolean;
  readonly onSelect: ((domain: string) => void) | null;
};

/** Renders only the rows in view, so that 10,000 domains scroll as fast as ten. */
export function DomainTable(props: Props) {
  const { rows, mayWrite, hasMore, isLoadingMore, onMore, onEdit, onDelete, isSelected, onSelect } = props;
  const body = useRef<HTMLDivElement>(null);
  // The rows come once their place is known, and are rendered in slices. Before, the first ones were rendered twice, in a task of
  // more than 60 ms.
  const [offset, setOffset] = useState<number | null>(null);
  useLayoutEffect(() => startTransition(() => setOffset(body.current?.offsetTop ?? 0)), []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 74,
    overscan: 4,
    scrollMargin: offset ?? 0,
    getItemKey: (index) => rows[index]!.domain,
  });
  const items = offset === null ? [] : virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastShown >= rows.length - 12) onMore();
  }, [hasMore, isLoadingMore, lastShown, rows.length, onMore]);

  return (
    <>
      <div
        className={classes.table}
        role="table"
        aria-label={text.mailSettings.section}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
      >
        <div role="rowgroup">
          <div className={classes.head} role="row">
            {text.mailSettings.columns.map((column) => (
              <span key={column} role="columnheader">
                {column}
              </span>
            ))}
          </div>
        </div>
        <div
          ref={body}
          role="rowgroup"
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map(({ key, index, start }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 2}
              className={classes.virtual}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              <DomainRow
                settings={rows[index]!}
                mayWrite={mayWrite}
                onEdit={onEdit}
                onDelete={onDelete}
                isSelected={isSelected(rows[index]!.domain)}
                onSelect={onSelect}
              />
            </div>
          ))}
        </div>
      </div>
      {hasMore && (
        <Button mt="sm" variant="default" loading={isLoadingMore} onClick={onMore}>
          {text.common.more}
        </Button>
      )}
    </>
  );
}

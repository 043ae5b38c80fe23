import { Text } from '@mantine/core';
import type { MailServer } from '@postern/core/mail-settings';
import type { ImportChange, ImportResult } from '@postern/core/settings-transfer';
import { changedFields } from '../../components/changed-fields';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { text } from '../../text';
import { fieldLabel, fieldValue } from '../../text/field-labels';
import classes from './ImportExport.module.css';

const words = text.importExport.preview;

/** The domains that an import would create or change, with old and new values. */
export function ImportPreview({ result }: { readonly result: ImportResult }) {
  const { changes = [], created, updated } = result;
  if (changes.length === 0) return null;
  const rest = created + updated - changes.length;
  return (
    <section aria-label={words.title}>
      <StackingTable
        label={words.title}
        columns={words.columns}
        rows={changes}
        idOf={({ line }) => String(line)}
        cells={[
          ({ line }) => line,
          ({ displayDomain }) => (
            <Text span inherit fw={600}>
              {displayDomain}
            </Text>
          ),
          ({ before }) => (
            <Tag tone={before === null ? 'pass' : 'wait'}>
              {before === null ? words.created : words.updated}
            </Tag>
          ),
          (change) => <Values change={change} />,
        ]}
      />
      {rest > 0 && (
        <Text size="sm" className="soft" mt="xs">
          {words.more(rest)}
        </Text>
      )}
    </section>
  );
}

function Values({ change: { before, after } }: { readonly change: ImportChange }) {
  if (before === null) return <span className="mono">{serversOf(after)}</span>;
  return (
    <dl className={classes.values}>
      {changedFields(before, after).map(({ field, before: old, after: now }) => (
        <div key={field}>
          <dt>{fieldLabel(field)}</dt>
          <dd>
            {old !== undefined && <del>{fieldValue(field, old)}</del>}{' '}
            {now !== undefined && <ins>{fieldValue(field, now)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The servers of a new domain in one line. */
function serversOf(after: ImportChange['after']): string {
  const { imap, smtp, exchange } = after as Partial<Record<'imap' | 'smtp', MailServer>> & {
    exchange?: { url: string };
  };
  const named = [imap, smtp].flatMap((server) => (server === undefined ? [] : [words.server(server)]));
  return exchange?.url ?? named.join(', ');
}

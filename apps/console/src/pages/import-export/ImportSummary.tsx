import { Anchor, Text } from '@mantine/core';
import type { ImportResult } from '@postern/core/settings-transfer';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../components/Notice';
import { text } from '../../text';

/** The counts of a finished import, or of a check without importing. */
export function ImportSummary({ result }: { readonly result: ImportResult }) {
  const words = text.importExport;
  return (
    <Notice tone="pass" title={result.dryRun ? words.wouldImport(result.rows) : words.imported(result.rows)}>
      <Text size="sm">{words.counts(result)}</Text>
      {!result.dryRun && (
        <Anchor size="sm" renderRoot={(props) => <Link to="/settings/objects/activities" {...props} />}>
          {words.toList}
        </Anchor>
      )}
    </Notice>
  );
}

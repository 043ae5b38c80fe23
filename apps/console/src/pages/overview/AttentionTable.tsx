import type { Summary } from '../../api/summary';
import { StackingTable } from '../../components/StackingTable';
import { When } from '../../components/When';
import { text } from '../../first-text';
import { failureTitle } from '../../text/failure-title';
import { DomainsLink } from './DomainsLink';

const words = text.overview;
type Failure = Summary['attention'][number];

/** The failures of all domains, one row for each server and cause; a row leads to its domains. */
export default function AttentionTable({ failures }: { readonly failures: readonly Failure[] }) {
  return (
    <StackingTable
      label={words.failures}
      columns={words.failureColumns}
      rows={failures}
      idOf={({ server, endpoint, code, field }) => `${server} ${endpoint} ${code} ${field}`}
      cells={[
        ({ server }) => server ?? '–',
        titleOf,
        ({ server, domain, displayDomain, count }) => (
          <DomainsLink
            server={server}
            domain={domain}
            displayDomain={displayDomain}
            count={count}
            state="failed"
          />
        ),
        ({ since }) => <When at={since} />,
      ]}
    />
  );
}

function titleOf({ code = '', endpoint = 'imap', title = code, values }: Failure): string {
  return failureTitle({ code, endpoint, title, ...(values !== undefined && { values }) });
}

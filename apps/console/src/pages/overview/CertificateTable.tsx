import type { Summary } from '../../api/summary';
import { StackingTable } from '../../components/StackingTable';
import { text } from '../../first-text';
import { DomainsLink } from './DomainsLink';

const words = text.overview;

/** The certificates that end within 30 days, one row for each server. */
export function CertificateTable({ certificates }: { readonly certificates: Summary['certificates'] }) {
  return (
    <StackingTable
      label={words.certificates}
      columns={words.certificateColumns}
      rows={certificates}
      idOf={({ server }) => server}
      cells={[
        ({ server }) => server,
        ({ daysLeft }) => text.daysLeft(daysLeft),
        ({ server, domains }) => <DomainsLink server={server} domain={undefined} count={domains} />,
      ]}
    />
  );
}

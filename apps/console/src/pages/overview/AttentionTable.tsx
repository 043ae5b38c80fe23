import { Anchor, Table } from '@mantine/core';
import { failureCatalogue } from '@postern/core/failures/failure-catalogue';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/summary';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.overview;
type Failure = Summary['attention'][number];

/** The failures of all domains, one row for each server and cause; a row leads to its domains. */
export function AttentionTable({ failures }: { readonly failures: readonly Failure[] }) {
  const [serverLabel, whatLabel, domainsLabel, sinceLabel] = words.failureColumns;
  return (
    <div className="card stacking">
      <Table verticalSpacing="xs" horizontalSpacing="md" role="table" aria-label={words.failures}>
        <Head columns={words.failureColumns} />
        <Table.Tbody role="rowgroup">
          {failures.map((failure) => (
            <Table.Tr
              key={`${failure.server} ${failure.endpoint} ${failure.code} ${failure.field}`}
              role="row"
            >
              <Table.Td role="cell" data-label={serverLabel}>
                {failure.server ?? '–'}
              </Table.Td>
              <Table.Td role="cell" data-label={whatLabel}>
                {titleOf(failure)}
              </Table.Td>
              <Table.Td role="cell" data-label={domainsLabel}>
                <DomainsLink server={failure.server} domain={failure.domain} count={failure.count} />
              </Table.Td>
              <Table.Td role="cell" data-label={sinceLabel}>
                <When at={failure.since} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** The certificates that end within 30 days, one row for each server. */
export function CertificateTable({ certificates }: { readonly certificates: Summary['certificates'] }) {
  const [serverLabel, leftLabel, domainsLabel] = words.certificateColumns;
  return (
    <div className="card stacking">
      <Table verticalSpacing="xs" horizontalSpacing="md" role="table" aria-label={words.certificates}>
        <Head columns={words.certificateColumns} />
        <Table.Tbody role="rowgroup">
          {certificates.map(({ server, daysLeft, domains }) => (
            <Table.Tr key={server} role="row">
              <Table.Td role="cell" data-label={serverLabel}>
                {server}
              </Table.Td>
              <Table.Td role="cell" data-label={leftLabel}>
                {text.certificate.daysLeft(daysLeft)}
              </Table.Td>
              <Table.Td role="cell" data-label={domainsLabel}>
                <DomainsLink server={server} domain={undefined} count={domains} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Head({ columns }: { readonly columns: readonly string[] }) {
  return (
    <Table.Thead role="rowgroup">
      <Table.Tr role="row">
        {columns.map((column) => (
          <Table.Th key={column} role="columnheader">
            {column}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

type LinkProps = {
  readonly server: string | undefined;
  readonly domain: string | undefined;
  readonly count: number;
};

function DomainsLink({ server, domain, count }: LinkProps) {
  const search = { search: domain ?? server };
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/settings/objects/activities" search={search} {...props} />}
    >
      {domain ?? words.domains(count)}
    </Anchor>
  );
}

function titleOf({ code, endpoint = 'imap', server = '' }: Failure): string {
  if (code === undefined || !isKnown(code)) return code ?? '';
  const [host = '', port = '443'] = server.split(/:(?=\d+$)/);
  return describeFailure(code, 'connect', { endpoint, host, port: Number(port), tls: 'implicit' }).title;
}

function isKnown(code: string): code is keyof typeof failureCatalogue {
  return Object.hasOwn(failureCatalogue, code);
}

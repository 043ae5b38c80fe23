import { Anchor } from '@mantine/core';
import { failureCatalogue } from '@postern/core/failures/failure-catalogue';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { Link } from '@tanstack/react-router';
import type { Summary } from '../../api/summary';
import { StackingTable } from '../../components/StackingTable';
import { When } from '../../components/When';
import { text } from '../../text';
import { failureText } from '../../text/failure-text';

const words = text.overview;
type Failure = Summary['attention'][number];

/** The failures of all domains, one row for each server and cause; a row leads to its domains. */
export function AttentionTable({ failures }: { readonly failures: readonly Failure[] }) {
  return (
    <StackingTable
      label={words.failures}
      columns={words.failureColumns}
      rows={failures}
      idOf={({ server, endpoint, code, field }) => `${server} ${endpoint} ${code} ${field}`}
      cells={[
        ({ server }) => server ?? '–',
        titleOf,
        ({ server, domain, count }) => <DomainsLink server={server} domain={domain} count={count} />,
        ({ since }) => <When at={since} />,
      ]}
    />
  );
}

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
        ({ daysLeft }) => text.certificate.daysLeft(daysLeft),
        ({ server, domains }) => <DomainsLink server={server} domain={undefined} count={domains} />,
      ]}
    />
  );
}

const pageOf = { 'certificate-authority': '/certificate-authorities', token: '/tokens' } as const;

/** What ends soon, one row each; a row leads to the page where it is renewed. */
export function EndingTable({ ending }: { readonly ending: Summary['ending'] }) {
  return (
    <StackingTable
      label={words.ending}
      columns={words.endingColumns}
      rows={ending}
      idOf={({ kind, name, endsAt }) => `${kind} ${name} ${endsAt}`}
      cells={[
        ({ kind }) => words.endingKinds[kind],
        ({ kind, name }) => (
          <Anchor size="sm" renderRoot={(props) => <Link to={pageOf[kind]} {...props} />}>
            {name}
          </Anchor>
        ),
        ({ endsAt }) => <When at={endsAt} />,
      ]}
    />
  );
}

type LinkProps = {
  readonly server: string | undefined;
  readonly domain: string | undefined;
  readonly count: number;
};

function DomainsLink({ server, domain, count }: LinkProps) {
  const search = domain === undefined ? { search: server } : { search: domain, panel: 'edit', domain };
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
  const context = { endpoint, host, port: Number(port), tls: 'implicit' } as const;
  return failureText(describeFailure(code, 'connect', context)).title;
}

function isKnown(code: string): code is keyof typeof failureCatalogue {
  return Object.hasOwn(failureCatalogue, code);
}

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { text } from '../../first-text';

type LinkProps = {
  readonly server: string | undefined;
  readonly domain: string | undefined;
  readonly count: number;
};

/** The domains of a row: the panel of the only one, or else the list of all that use the server. */
export function DomainsLink({ server, domain, count }: LinkProps) {
  const search = domain === undefined ? { search: server } : { search: domain, panel: 'edit', domain };
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/settings/objects/activities" search={search} {...props} />}
    >
      {domain ?? text.overview.domains(count)}
    </Anchor>
  );
}

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { text } from '../../first-text';

type LinkProps = {
  readonly server: string | undefined;
  readonly domain: string | undefined;
  /** The domain for people. */
  readonly displayDomain?: string | undefined;
  readonly count: number;
  /** The state of the domains; default any. */
  readonly state?: string;
};

/** The domains of a row: the panel of the only one, or else the list of all that use the server. */
export function DomainsLink({ server, domain, displayDomain = domain, count, state }: LinkProps) {
  const search = domain === undefined ? { search: server, state } : { search: domain, panel: 'edit', domain };
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/settings/objects/activities" search={search} {...props} />}
    >
      {displayDomain ?? text.overview.domains(count)}
    </Anchor>
  );
}

import { hostAndPort } from '@postern/core/host-literal';
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AccountServer } from '../../api/servers';
import { breakable } from '../../components/breakable';
import { StackingTable } from '../../components/StackingTable';
import { When } from '../../components/When';
import { text } from '../../first-text';
import { DayStrip } from './DayStrip';

const words = text.overview;

/** The servers of the account with a strip of 30 days, those that fail first. */
export function ServerTable({ servers }: { readonly servers: readonly AccountServer[] }) {
  return (
    <StackingTable
      label={words.servers}
      columns={words.serverColumns}
      rows={servers}
      idOf={({ endpoint, host, port }) => `${endpoint} ${host}:${port}`}
      cells={[
        ({ endpoint, ...server }) => (
          <span>
            {breakable(hostAndPort(server))} <span className="soft">{text.endpoints[endpoint]}</span>
          </span>
        ),
        ({ days }) => <DayStrip days={days} />,
        ({ days }) => lastTime(days),
        ({ domains, ...server }) => (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link to="/settings/objects/activities" search={{ search: hostAndPort(server) }} {...props} />
            )}
          >
            {words.domains(domains)}
          </Anchor>
        ),
        ({ nextCheckAt }) => <When at={nextCheckAt} />,
      ]}
    />
  );
}

/** The mean time of an answer on the last day with a check; nothing if there is none, as the strip beside it says. */
function lastTime(days: AccountServer['days']): string | null {
  const ms = days.findLast(({ meanMs }) => meanMs !== null)?.meanMs ?? null;
  return ms === null ? null : text.formats.milliseconds(ms);
}

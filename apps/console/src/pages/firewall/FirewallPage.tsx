import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { targetsQuery } from '../../api/firewall';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { targetText } from '../../text/target-text';
import { SendToIt } from '../links/SendToIt';
import { DomainPicker } from './DomainPicker';
import { ServerAddresses } from './ServerAddresses';
import { TargetRules } from './TargetRules';
import { useChosenSettings } from './use-chosen-settings';

const route = getRouteApi('/shell/firewall');
const words = text.firewall;

/** Firewall rules for the customer's equipment: choose the target, fill in its parameters, take the files (B4). */
export function FirewallPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const targets = useQuery(targetsQuery);
  const known = targets.data?.data ?? [];
  const target = known.find(({ id }) => id === search.target) ?? known[0];
  const [domains, setDomains] = useState<string[]>([]);
  const [addresses, setAddresses] = useState<Readonly<Record<string, string>>>({});
  const settings = useChosenSettings(domains);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<Icon name="print" size={16} />}
            renderRoot={(props) => <Link to="/firewall/handover" {...props} />}
          >
            {words.handover}
          </Button>
          <SendToIt />
        </>
      }
    >
      {targets.isPending && <LoadingPage />}
      {targets.isError && (
        <ProblemAlert problem={problemOf(targets.error)} onRetry={() => void targets.refetch()} />
      )}
      {target && (
        <TargetRules key={target.id} target={target} domains={domains} addresses={addresses}>
          <NativeSelect
            label={words.target}
            description={words.proof(targetText(target).proof)}
            value={target.id}
            data={known.map((each) => ({ value: each.id, label: targetText(each).label }))}
            onChange={(event) =>
              void navigate({ search: { target: event.currentTarget.value }, replace: true })
            }
          />
          <DomainPicker domains={domains} onChange={setDomains} />
          <ServerAddresses settings={settings} typed={addresses} onChange={setAddresses} />
        </TargetRules>
      )}
    </Page>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { allowlistQuery } from '../../api/allowlist';
import { problemOf } from '../../api/client';
import { EmptyState } from '../../components/EmptyState';
import { Findings } from '../../components/Findings';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import classes from './Allowlist.module.css';
import { DataCenterTabs } from './DataCenterTabs';
import { SendToIt } from '../links/SendToIt';
import { MatchForm } from './MatchForm';
import { ProtocolTabs } from './ProtocolTabs';
import { RevisionCard } from './RevisionCard';

const route = getRouteApi('/shell/allowlist');
const words = text.allowlist;

/** The vendor's outbound addresses by protocol and data centre (R17–R19, R31). */
export function AllowlistPage() {
  const { list = 'imap', dataCenter } = route.useSearch();
  const { may } = useMe();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(allowlistQuery(dataCenter));
  const choose = (change: { list?: string; dataCenter?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <>
          {may('allowlist:publish') && (
            <Button
              variant="default"
              leftSection={<Icon name="pencil" size={16} />}
              renderRoot={(props) => <Link to="/allowlist-editor" {...props} />}
            >
              {words.edit}
            </Button>
          )}
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
      {isPending && <LoadingPage />}
      {error !== null &&
        (problemOf(error).code === 'no-entries' ? (
          <EmptyState icon="list" title={words.empty}>
            {problemOf(error).detail}
            {dataCenter !== undefined && (
              <Button mt="md" variant="default" onClick={() => choose({ dataCenter: undefined })}>
                {words.toOwn}
              </Button>
            )}
          </EmptyState>
        ) : (
          <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
        ))}
      {data && (
        <>
          <Findings findings={data.findings} />
          <div className={classes.columns}>
            <div>
              <DataCenterTabs
                dataCenters={data.dataCenters}
                chosen={dataCenter}
                onChoose={(id) => choose({ dataCenter: id })}
              >
                <ProtocolTabs
                  document={data}
                  dataCenter={dataCenter}
                  list={list}
                  onChoose={(chosen) => choose({ list: chosen })}
                />
              </DataCenterTabs>
            </div>
            <aside className={classes.aside}>
              <MatchForm />
              <RevisionCard document={data} />
            </aside>
          </div>
        </>
      )}
    </Page>
  );
}

import { Button, NativeSelect, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { allowlistQuery, type Protocol } from '../../api/allowlist';
import { problemOf } from '../../api/client';
import { EmptyState } from '../../components/EmptyState';
import { Findings } from '../../components/Findings';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { AddressList } from './AddressList';
import classes from './Allowlist.module.css';
import { MatchForm } from './MatchForm';
import { RevisionCard } from './RevisionCard';

const route = getRouteApi('/shell/allowlist');
const words = text.allowlist;

/** The addresses that call from outside, per protocol and data centre, ready for IT (R17–R19, R31). */
export function AllowlistPage() {
  const { list = 'imap', dataCenter } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(allowlistQuery(dataCenter));
  const choose = (change: { list?: string; dataCenter?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="print" size={16} />}
          renderRoot={(props) => <Link to="/firewall/handover" {...props} />}
        >
          {words.handover}
        </Button>
      }
    >
      {isPending && <LoadingPage />}
      {error !== null &&
        (problemOf(error).code === 'no-entries' ? (
          <EmptyState icon="list" title={words.empty}>
            {problemOf(error).detail}
          </EmptyState>
        ) : (
          <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
        ))}
      {data && (
        <>
          <Findings findings={data.findings} />
          <div className={classes.columns}>
            <div>
              {data.dataCenters.length > 0 && (
                <NativeSelect
                  mb="md"
                  maw={320}
                  label={words.dataCenter}
                  value={dataCenter ?? ''}
                  onChange={(event) => choose({ dataCenter: event.currentTarget.value || undefined })}
                  data={[
                    { value: '', label: words.ownDataCenter },
                    ...data.dataCenters.map(({ id, label }) => ({ value: id, label: `${label} (${id})` })),
                  ]}
                />
              )}
              <Tabs
                value={list === 'smtp' ? 'smtp' : 'imap'}
                onChange={(value) => choose({ list: value ?? 'imap' })}
                keepMounted={false}
              >
                <Tabs.List>
                  <Tabs.Tab value="imap">{words.imap}</Tabs.Tab>
                  <Tabs.Tab value="smtp">{words.smtp}</Tabs.Tab>
                </Tabs.List>
                {(['imap', 'smtp'] as Protocol[]).map((protocol) => (
                  <Tabs.Panel key={protocol} value={protocol} pt="md">
                    <AddressList protocol={protocol} dataCenter={dataCenter} document={data} />
                  </Tabs.Panel>
                ))}
              </Tabs>
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

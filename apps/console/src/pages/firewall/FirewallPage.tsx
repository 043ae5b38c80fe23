import { Button, MultiSelect, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { renderQuery, targetsQuery, type RenderInput } from '../../api/firewall';
import { settingsListQuery } from '../../api/mail-settings';
import { Findings } from '../../components/Findings';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import classes from './Firewall.module.css';
import { ParameterFields } from './ParameterFields';
import { readParameters } from './read-parameters';
import { RenderedFiles } from './RenderedFiles';

const route = getRouteApi('/shell/firewall');
const words = text.firewall;

/** Rules for the customer's own equipment: pick a target, fill in what it asks, take the files (B4). */
export function FirewallPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const targets = useQuery(targetsQuery);
  const target = targets.data?.data.find(({ id }) => id === search.target) ?? targets.data?.data[0];
  const [domains, setDomains] = useState<string[]>([]);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const parameters = target === undefined ? {} : readParameters(target.parameters, given);
  const [input] = useDebouncedValue<RenderInput>(
    {
      ...(domains.length === 0 ? {} : { domains }),
      ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    },
    350,
  );
  const rendered = useQuery(renderQuery(target?.id, input));
  const problem = rendered.error === null ? null : problemOf(rendered.error);
  const otherProblem =
    problem !== null && !problem.errors.some(({ path }) => path.startsWith('parameters.')) ? problem : null;
  const pick = (id: string) => {
    setGiven({});
    void navigate({ search: { target: id }, replace: true });
  };

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
      {targets.isPending && <LoadingPage />}
      {targets.isError && (
        <ProblemAlert problem={problemOf(targets.error)} onRetry={() => void targets.refetch()} />
      )}
      {target && (
        <div className={classes.columns}>
          <Stack className={`card ${classes.form}`} gap="md">
            <NativeSelect
              label={words.target}
              description={words.proof(target.proof)}
              value={target.id}
              data={targets.data!.data.map(({ id, label }) => ({ value: id, label }))}
              onChange={(event) => pick(event.currentTarget.value)}
            />
            <DomainPicker domains={domains} onChange={setDomains} />
            <ParameterFields
              schema={target.parameters}
              values={given}
              problem={problem}
              onChange={(name, value) => setGiven((before) => ({ ...before, [name]: value }))}
            />
          </Stack>
          <section aria-label={words.result} className={classes.result} aria-busy={rendered.isFetching}>
            {otherProblem && <ProblemAlert problem={otherProblem} onRetry={() => void rendered.refetch()} />}
            {rendered.data && problem === null && (
              <>
                <Findings findings={rendered.data.findings} />
                <RenderedFiles key={target.id} target={target.id} input={input} rendered={rendered.data} />
              </>
            )}
            {rendered.isPending && <LoadingPage />}
          </section>
        </div>
      )}
    </Page>
  );
}

/** Which domains' servers the rules are for; a role that may not list domains renders all of them. */
function DomainPicker({
  domains,
  onChange,
}: {
  readonly domains: string[];
  readonly onChange: (domains: string[]) => void;
}) {
  const mayRead = useMe().may('settings:read');
  const list = useInfiniteQuery({ ...settingsListQuery({ origin: 'admin' }), enabled: mayRead });
  if (!mayRead) {
    return (
      <div>
        <Title order={2} size="h3">
          {words.domains}
        </Title>
        <Text size="sm" className="soft">
          {words.allDomains}
        </Text>
      </div>
    );
  }
  const known = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <MultiSelect
      searchable
      clearable
      label={words.domains}
      description={words.domainsHelp}
      placeholder={domains.length === 0 ? words.allDomains : undefined}
      nothingFoundMessage={words.noDomain}
      value={domains}
      onChange={onChange}
      data={known.map(({ domain, displayDomain }) => ({ value: domain, label: displayDomain }))}
    />
  );
}

import { Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { components } from '@postern/client/generated/openapi';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client';
import { renderQuery, type RenderInput } from '../../api/firewall';
import { Findings } from '../../components/Findings';
import { LoadingPage } from '../../components/LoadingPage';
import { ProblemAlert } from '../../components/ProblemAlert';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import classes from './Firewall.module.css';
import { DriftCheck } from './DriftCheck';
import { ExclusiveWarning, isExclusive } from './ExclusiveWarning';
import { ParameterFields } from './ParameterFields';
import { readParameters } from './read-parameters';
import { RenderedFiles } from './RenderedFiles';
import { toDestinations } from './server-addresses';

const typingPauseMs = 350;
type Props = {
  readonly target: components['schemas']['FirewallTarget'];
  readonly domains: readonly string[];
  /** The typed addresses of the servers, by host. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The fields above the parameters, which choose the target and the domains. */
  readonly children: ReactNode;
};

/** The parameters of one target, and the files that are rendered from them while they are typed. */
export function TargetRules({ target, domains, addresses, children }: Props) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [previous, setPrevious] = useState('');
  const [settledPrevious] = useDebouncedValue(previous, typingPauseMs);
  const [settled] = useDebouncedValue(given, typingPauseMs);
  const [settledAddresses] = useDebouncedValue(addresses, typingPauseMs);
  const parameters = readParameters(target.parameters, settled);
  const destinations = toDestinations(settledAddresses);
  const scope = {
    ...(Object.keys(destinations).length === 0 ? {} : { destinations }),
    ...(domains.length === 0 ? {} : { domains: [...domains] }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
  const input: RenderInput = {
    ...scope,
    ...(settledPrevious !== '' && { previousRevision: Number(settledPrevious) }),
  };
  const rendered = useQuery(renderQuery(target.id, input));
  const problem = rendered.error === null ? null : problemOf(rendered.error);
  const areErrorsVisible =
    problem?.errors.some(({ path }) => /^(parameters\.|previousRevision$)/.test(path)) ?? false;
  return (
    <div className={classes.columns}>
      <Stack className={`card ${classes.form}`} gap="md">
        {children}
        <TextInput
          label={text.firewall.previous}
          description={text.firewall.previousHelp}
          inputMode="numeric"
          autoComplete="off"
          value={previous}
          error={errorText(problem?.errors.find(({ path }) => path === 'previousRevision'))}
          onChange={(event) => setPrevious(event.currentTarget.value.replace(/\D/g, ''))}
        />
        <ParameterFields
          target={target.id}
          schema={target.parameters}
          values={given}
          problem={problem}
          onChange={(name, value) => setGiven((before) => ({ ...before, [name]: value }))}
        />
      </Stack>
      <section aria-label={text.firewall.result} className={classes.result}>
        {problem && !areErrorsVisible && (
          <ProblemAlert problem={problem} onRetry={() => void rendered.refetch()} />
        )}
        {rendered.isPending && <LoadingPage />}
        {rendered.data && problem === null && (
          <>
            <Findings findings={rendered.data.findings} />
            <ExclusiveWarning isExclusive={isExclusive(input, rendered.data)}>
              <RenderedFiles target={target.id} input={input} rendered={rendered.data} />
            </ExclusiveWarning>
            <DriftCheck target={target} scope={scope} isExclusive={isExclusive(input, rendered.data)} />
          </>
        )}
      </section>
    </div>
  );
}

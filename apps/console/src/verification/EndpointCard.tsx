import { hostAndPort } from '@postern/core/host-literal';
import { Group, Text, Title } from '@mantine/core';
import type { MailSettings } from '../api/mail-settings';
import type { EndpointReport } from '../api/verifications';
import { StateBadge } from '../components/StateBadge';
import { text } from '../text';
import { CertificateCard } from './CertificateCard';
import { SourceAddress } from './SourceAddress';
import { StepList } from './StepList';
import classes from './Verification.module.css';

type Props = {
  readonly report: EndpointReport;
  readonly isRunning: boolean;
  readonly settings: MailSettings | undefined;
};

/** What happened with one server: the steps, the address we connected from, and the certificate. */
export function EndpointCard({ report, isRunning, settings }: Props) {
  const { endpoint, host, port, tls, sourceAddress, certificate, steps } = report;
  const told = steps.find(({ failure }) => failure?.source !== undefined)?.failure?.source;
  const source = told ?? (sourceAddress === null ? undefined : { address: sourceAddress });
  return (
    <section className={classes.endpoint} aria-label={text.endpoints[endpoint]}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Title order={3}>{text.endpoints[endpoint]}</Title>
          <Text size="sm" className="soft">
            {hostAndPort({ host, port })} · {text.tls[tls]}
          </Text>
        </div>
        <StateBadge state={stateOf(report, isRunning)} />
      </Group>
      <StepList steps={steps} isRunning={isRunning} />
      {source && <SourceAddress endpoint={endpoint} {...source} />}
      {certificate !== null && (
        <CertificateCard
          endpoint={endpoint}
          certificate={certificate}
          isRefused={steps.some(({ failure }) => failure?.code.startsWith('cert-') ?? false)}
          settings={settings}
        />
      )}
    </section>
  );
}

function stateOf({ steps }: EndpointReport, isRunning: boolean) {
  if (steps.some(({ state }) => state === 'failed')) return 'failed';
  if (isRunning) return 'running';
  // A login that was skipped has a failure, too: the server was reached, but nothing shows that the login works.
  const isProved =
    steps.some(({ state }) => state === 'passed') && steps.every(({ failure }) => failure === null);
  return isProved ? 'passed' : 'skipped';
}

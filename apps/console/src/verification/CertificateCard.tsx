import { Group, Text, Title } from '@mantine/core';
import type { MailSettings } from '../api/mail-settings';
import type { Certificate, EndpointReport } from '../api/verifications';
import { CopyButton } from '../components/CopyButton';
import { Icon } from '../components/Icon';
import { Tag } from '../components/Tag';
import { formatTime } from '../components/When';
import { text } from '../text';
import { nameOf } from '../text/name-of';
import { TrustCertificate } from './TrustCertificate';
import classes from './Verification.module.css';

type Props = {
  readonly endpoint: EndpointReport['endpoint'];
  readonly certificate: Certificate;
  /** Whether the conversation failed; a refused certificate can be trusted. */
  readonly isRefused: boolean;
  readonly settings: MailSettings | undefined;
};

/** The certificate as the server presented it, with a button to trust it if the domain's flag allows that (R5). */
export function CertificateCard({ endpoint, certificate, isRefused, settings }: Props) {
  const { subject, names, issuer, validFrom, validTo, daysLeft, key, sha256, chainLength, failedChecks } =
    certificate;
  const words = text.certificate;
  const canBePinned =
    settings?.kind === 'imap' && settings.allowNonSecureCertificate && failedChecks.length > 0;
  return (
    <section className={classes.certificate} aria-label={words.heading}>
      <Group justify="space-between" gap="xs">
        <Group gap={8}>
          <Icon name="lock" size={16} />
          <Title order={4} size="h3">
            {words.heading}
          </Title>
        </Group>
        <Tag tone={daysLeft < 0 ? 'fail' : daysLeft <= 30 ? 'warn' : 'idle'} icon="calendar">
          {text.daysLeft(daysLeft)}
        </Tag>
      </Group>
      {failedChecks.length > 0 && (
        <Group gap={6} mt={8}>
          {failedChecks.map((code) => (
            <Tag key={code} tone="warn" icon="alert">
              {nameOf(words.checks, code)}
            </Tag>
          ))}
        </Group>
      )}
      <dl>
        <dt>{words.subject}</dt>
        <dd>{subject}</dd>
        <dt>{words.names}</dt>
        <dd>{names.length === 0 ? words.noNames : names.join(', ')}</dd>
        <dt>{words.issuer}</dt>
        <dd>{issuer}</dd>
        <dt>{words.validity}</dt>
        <dd>
          {formatTime(validFrom)} – {formatTime(validTo)}
        </dd>
        <dt>{words.key}</dt>
        <dd>
          {key} · {words.chain(chainLength)}
        </dd>
        <dt>{words.fingerprint}</dt>
        <dd>
          <span className={`mono ${classes.fingerprint}`}>{fingerprint(sha256)}</span>{' '}
          <CopyButton value={sha256} label={words.copy} isCompact />
        </dd>
      </dl>
      {canBePinned && !isRefused && (
        <Text size="sm" mt="sm">
          {words.expected}
        </Text>
      )}
      {canBePinned && isRefused && endpoint !== 'exchange' && (
        <TrustCertificate domain={settings.domain} endpoint={endpoint} sha256={sha256} />
      )}
    </section>
  );
}

function fingerprint(sha256: string): string {
  return sha256.toUpperCase().match(/.{2}/g)?.join(':') ?? sha256;
}

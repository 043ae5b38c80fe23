import { Text } from '@mantine/core';
import { registrableDomain } from '@postern/core/registrable-domain';
import { findProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import type { SettingsKind } from '../../api/mail-settings';
import { Notice } from '../../components/Notice';
import { ProviderFactsNotice } from '../../discovery/ProviderFactsNotice';
import type { FormValues } from '../../form/field-path';
import { text } from '../../text';
import classes from './Connect.module.css';

type Props = { readonly kind: SettingsKind; readonly values: FormValues };

/** Whose servers a password will be sent to, by their registrable domains in full. */
export function Destination({ kind, values }: Props) {
  const hosts = hostsOf(kind, values);
  if (hosts.length === 0) return null;
  const domains = [...new Set(hosts.map((host) => registrableDomain(host) ?? host))];
  return (
    <Notice tone="wait" icon="lock" role="status" title={text.connect.sentTo}>
      <div className={classes.destination}>{domains.join(', ')}</div>
      <Text size="sm">{text.connect.sentToHelp}</Text>
    </Notice>
  );
}

/** What the providers of the servers ask of the password, above its field. */
export function PasswordFacts({ kind, values }: Props) {
  return <ProviderFactsNotice providers={findProviderFacts(hostsOf(kind, values))} />;
}

function hostsOf(kind: SettingsKind, values: FormValues): string[] {
  const hosts =
    kind === 'exchange'
      ? [URL.parse(values['exchange.url'].trim())?.hostname ?? '']
      : [values['imap.host'].trim(), values['smtp.host'].trim()];
  return hosts.filter((host) => host !== '').map((host) => host.toLowerCase());
}

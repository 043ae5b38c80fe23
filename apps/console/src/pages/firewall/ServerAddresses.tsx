import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MailSettings } from '../../api/mail-settings';
import { verificationQuery } from '../../api/verifications';
import { Tag } from '../../components/Tag';
import { text } from '../../text';
import classes from './Firewall.module.css';
import { addressesFound, hostsOf, readAddresses } from './server-addresses';

const words = text.firewall.addresses;
/** Each needs a request; whoever has more servers chooses domains. */
const shownHosts = 20;

type Props = {
  readonly settings: readonly MailSettings[];
  /** What is typed, by host. */
  readonly typed: Readonly<Record<string, string>>;
  readonly onChange: (typed: Readonly<Record<string, string>>) => void;
};

/** The addresses of the servers in the rules: proposed from the last verification, marked public or private, editable. */
export function ServerAddresses({ settings, typed, onChange }: Props) {
  const queries = useQueryClient();
  const hosts = hostsOf(settings);
  const shown = hosts.slice(0, shownHosts);
  const propose = useMutation({
    mutationFn: async () => {
      const proposals = await Promise.all(
        shown
          .filter((host) => (typed[host] ?? '').trim() === '')
          .map(async (host) => {
            const id = settings.find((each) => hostsOf([each]).includes(host))?.verification.id;
            const found = id ? addressesFound(await queries.fetchQuery(verificationQuery(id)), host) : [];
            return [host, found.join(', ')] as const;
          }),
      );
      return Object.fromEntries(proposals.filter(([, addresses]) => addresses !== ''));
    },
    onSuccess: (proposals) => onChange({ ...typed, ...proposals }),
  });
  if (hosts.length === 0) return null;
  return (
    <section aria-labelledby="server-addresses">
      <Title order={2} size="h3" id="server-addresses">
        {words.title}
      </Title>
      <Text size="sm" className="soft" mb="xs">
        {words.help}
      </Text>
      <Button
        size="xs"
        variant="default"
        mb="sm"
        loading={propose.isPending}
        onClick={() => propose.mutate()}
      >
        {words.propose}
      </Button>
      <div role="status">
        {propose.data && Object.keys(propose.data).length === 0 && (
          <Text size="sm" className="soft" mb="xs">
            {words.noneFound}
          </Text>
        )}
      </div>
      <Stack gap="sm">
        {shown.map((host) => {
          const value = typed[host] ?? '';
          const addresses = readAddresses(value);
          const invalid = addresses.find(({ use }) => use === 'invalid');
          return (
            <TextInput
              key={host}
              label={host}
              placeholder="192.0.2.10, 10.0.0.10"
              autoComplete="off"
              spellCheck={false}
              value={value}
              error={invalid && words.invalid(invalid.text)}
              description={
                addresses.length > 0 && (
                  <span className={classes.uses}>
                    {addresses
                      .filter(({ use }) => use !== 'invalid')
                      .map(({ text: address, use }) => (
                        <Tag key={address}>
                          {address}
                          {text.formats.colon} {words.uses[use as 'public' | 'private']}
                        </Tag>
                      ))}
                  </span>
                )
              }
              onChange={(event) => onChange({ ...typed, [host]: event.currentTarget.value })}
            />
          );
        })}
      </Stack>
      {hosts.length > shown.length && (
        <Text size="sm" className="soft" mt="xs">
          {words.more(hosts.length - shown.length)}
        </Text>
      )}
    </section>
  );
}

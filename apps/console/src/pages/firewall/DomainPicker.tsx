import { MultiSelect, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { settingsListQuery } from '../../api/mail-settings';
import { useMe } from '../../session/use-me';
import { text } from '../../text';

const words = text.firewall;
type Props = { readonly domains: string[]; readonly onChange: (domains: string[]) => void };

/** Chooses the domains whose servers the rules are for. A role that may not list domains gets rules for all of them. */
export function DomainPicker({ domains, onChange }: Props) {
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

import { MultiSelect, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { settingsListQuery } from '../../api/mail-settings';
import { useMe } from '../../session/use-me';
import { text } from '../../text';

const words = text.firewall;
type Props = { readonly domains: string[]; readonly onChange: (domains: string[]) => void };

/**
 * Chooses the domains whose servers the rules are for; the server searches, so that every domain can be found. A role
 * that may not list domains gets rules for all of them.
 */
export function DomainPicker({ domains, onChange }: Props) {
  const mayRead = useMe().may('settings:read');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 250);
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({});
  const list = useInfiniteQuery({
    ...settingsListQuery({ origin: 'admin', search: settled || undefined }),
    enabled: mayRead,
  });
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
  const found = list.data?.pages.flatMap((page) => page.data) ?? [];
  const foundLabels = Object.fromEntries(found.map(({ domain, displayDomain }) => [domain, displayDomain]));
  const known = {
    ...Object.fromEntries(domains.map((domain) => [domain, labels[domain] ?? domain])),
    ...foundLabels,
  };
  return (
    <MultiSelect
      searchable
      clearable
      label={words.domains}
      description={list.hasNextPage ? words.domainsMore : words.domainsHelp}
      placeholder={domains.length === 0 ? words.allDomains : undefined}
      nothingFoundMessage={list.isFetching ? text.common.loading : words.noDomain}
      searchValue={search}
      onSearchChange={setSearch}
      // The server has filtered already, by more than the label: by server names, ports and both spellings.
      filter={({ options }) => options}
      value={domains}
      onChange={(chosen) => {
        setLabels({ ...labels, ...foundLabels });
        onChange(chosen);
      }}
      data={Object.entries(known).map(([value, label]) => ({ value, label }))}
    />
  );
}

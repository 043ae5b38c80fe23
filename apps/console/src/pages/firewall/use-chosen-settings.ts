import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { settingsListQuery, settingsQuery, type MailSettings } from '../../api/mail-settings';
import { useMe } from '../../session/use-me';

/** The settings of the chosen domains, or the first page of all if none is chosen; none for a role that may not read them. */
export function useChosenSettings(domains: readonly string[]): MailSettings[] {
  const mayRead = useMe().may('settings:read');
  const chosen = useQueries({ queries: domains.map((domain) => settingsQuery(domain)) });
  const all = useInfiniteQuery({
    ...settingsListQuery({ origin: 'admin' }),
    enabled: mayRead && domains.length === 0,
  });
  if (domains.length > 0) return chosen.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return all.data?.pages.flatMap((page) => page.data) ?? [];
}

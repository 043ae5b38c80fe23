import { Anchor, List, Text } from '@mantine/core';
import type { ProviderFacts } from '../api/discoveries';
import { Notice } from '../components/Notice';
import { text } from '../text';
import { demandText } from '../text/demand-text';

const words = text.provider;

/** What the providers of some servers ask for, e.g. an app password, with the page where that is done and the source. */
export function ProviderFactsNotice({ providers }: { readonly providers: readonly ProviderFacts[] }) {
  return providers.map(({ id, provider, demands, source, checkedAt }) => (
    <Notice key={id} tone="warn" icon="key" title={words.title(provider)}>
      <List size="sm" spacing={4}>
        {demands.map((demand) => {
          const { url, from } = demand;
          return (
            <List.Item key={demand.text}>
              {demandText(demand)} {from !== null && `${words.from(text.formats.day(from))} `}
              {url !== null && <PublicPage url={url}>{words.how(hostOf(url))}</PublicPage>}
            </List.Item>
          );
        })}
      </List>
      <Text size="xs" mt={6} className="soft">
        {checkedAt === null ? words.source : words.checked(text.formats.day(checkedAt))}{' '}
        <PublicPage url={source}>{hostOf(source)}</PublicPage>
      </Text>
    </Notice>
  ));
}

function PublicPage({ url, children }: { readonly url: string; readonly children: string }) {
  return (
    <Anchor inherit href={url} target="_blank" rel="noreferrer" underline="always" c="inherit">
      {children}
    </Anchor>
  );
}

function hostOf(url: string): string {
  return new URL(url).host;
}

import { Accordion, Breadcrumbs, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Page } from '../../components/Page';
import { usePageTitle } from '../../components/use-page-title';
import { text } from '../../text';
import { DomainList } from './DomainList';
import classes from './MailSettings.module.css';

/** Loaded on demand, because it imports the schemas and the Public Suffix List, which the list does not need. */
const SettingsPanel = lazy(() => import('./SettingsPanel'));

const route = getRouteApi('/shell/settings/objects/activities');

/** Settings › Objects › Activities › Email Logging › Exchange & IMAP Settings (R11). */
export function MailSettingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  usePageTitle(search.panel === undefined ? text.mailSettings.title : undefined);
  // The panel has asked about unsaved work before it closes.
  const closePanel = () =>
    navigate({
      search: ({ panel: _, domain: __, ...filters }) => filters,
      ignoreBlocker: true,
      resetScroll: false,
      // Back from the list leads to the page before it, not into the panel again.
      replace: true,
    });
  return (
    <Page>
      <Breadcrumbs separator="›" separatorMargin={6} className={classes.breadcrumbs}>
        {text.mailSettings.breadcrumbs.map((crumb) => (
          <Text key={crumb} size="sm" className="soft">
            {crumb}
          </Text>
        ))}
      </Breadcrumbs>
      <Title order={1}>{text.mailSettings.title}</Title>
      <Tabs defaultValue="email-logging" mt="md" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="email-logging">{text.mailSettings.emailLogging}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="email-logging" pt="lg">
          <Accordion
            defaultValue="mail-settings"
            variant="contained"
            classNames={classes}
            chevronPosition="left"
          >
            <Accordion.Item value="mail-settings">
              <Accordion.Control>
                <Text span fw={600}>
                  {text.mailSettings.section}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Text size="sm" className="soft" maw={720} mb="md">
                  {text.mailSettings.lead}
                </Text>
                <DomainList />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        </Tabs.Panel>
      </Tabs>
      {search.panel !== undefined && (
        <Suspense>
          <SettingsPanel panel={search.panel} domain={search.domain} onClose={() => void closePanel()} />
        </Suspense>
      )}
    </Page>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import {
  inputOf,
  replaceSettings,
  settingsQuery,
  type MailSettings,
  type SettingsKind,
} from '../../api/mail-settings';
import { SidePanel } from '../../components/SidePanel';
import { text } from '../../text';
import { EditSettings } from './EditSettings';
import { NewSettings } from './NewSettings';
import { ReplaceSettings } from './ReplaceSettings';
import { UndoNotice } from './UndoNotice';

const route = getRouteApi('/shell/settings/objects/activities');
type Props = { readonly panel: string; readonly domain: string | undefined; readonly onClose: () => void };
type Replacement = { readonly former: MailSettings; readonly stored: MailSettings };

/** The right-hand panel: new settings of one kind, those of one domain, or their replacement by the other kind. */
export default function SettingsPanel({ panel, domain, onClose }: Props) {
  const navigate = route.useNavigate();
  const [replacement, setReplacement] = useState<Replacement | null>(null);
  const [undone, setUndone] = useState(0);
  const queries = useQueryClient();
  const forget = useCallback(() => setReplacement(null), []);
  const undo = async ({ former, stored }: Replacement) => {
    const back = await replaceSettings(inputOf(former), stored.revision);
    queries.setQueryData(settingsQuery(back.domain).queryKey, back);
    setUndone((before) => before + 1);
  };
  // The form is saved by now, or the person asked for the settings that exist instead.
  const open = (saved: string) =>
    void navigate({
      search: (before) => ({ ...before, panel: 'edit', domain: saved }),
      replace: true,
      ignoreBlocker: true,
      resetScroll: false,
    });
  const { data } = useQuery({
    ...settingsQuery(domain ?? ''),
    enabled: panel !== 'new-imap' && panel !== 'new-exchange' && domain !== undefined,
  });
  if (panel === 'replace' && data !== undefined) {
    const onReplaced = (former: MailSettings, stored: MailSettings) => {
      setReplacement({ former, stored });
      open(stored.domain);
    };
    return (
      <SidePanel title={text.panel.replaceTitle(data.displayDomain)} onClose={onClose}>
        <ReplaceSettings key={data.domain} settings={data} onReplaced={onReplaced} />
      </SidePanel>
    );
  }
  if (panel !== 'new-imap' && panel !== 'new-exchange' && domain !== undefined) {
    const replace = () =>
      void navigate({ search: (before) => ({ ...before, panel: 'replace' }), resetScroll: false });
    return (
      <SidePanel title={data?.displayDomain ?? domain} onClose={onClose} isWide>
        {/* A form of its own after a replacement is undone, because its fields are those of the other kind. */}
        <EditSettings key={`${domain} ${undone}`} domain={domain} onReplace={replace} />
        {replacement?.stored.domain === domain && (
          <UndoNotice undo={() => undo(replacement)} onClose={forget}>
            {text.panel.replaced(replacement.former.displayDomain, replacement.former.kind)}
          </UndoNotice>
        )}
      </SidePanel>
    );
  }
  const kind = panel === 'new-exchange' ? 'exchange' : 'imap';
  const showKind = (wanted: SettingsKind) =>
    void navigate({
      search: (before) => ({ ...before, panel: `new-${wanted}` }),
      replace: true,
      ignoreBlocker: true,
      resetScroll: false,
    });
  return (
    <SidePanel title={text.panel.newTitle[kind]} onClose={onClose}>
      <NewSettings kind={kind} onKind={showKind} onSaved={open} />
    </SidePanel>
  );
}

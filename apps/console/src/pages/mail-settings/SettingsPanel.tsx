import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { settingsQuery } from '../../api/mail-settings';
import { SidePanel } from '../../components/SidePanel';
import { text } from '../../text';
import { EditSettings } from './EditSettings';
import { NewSettings } from './NewSettings';

const route = getRouteApi('/shell/settings/objects/activities');
type Props = { readonly panel: string; readonly domain: string | undefined; readonly onClose: () => void };

/** The right-hand panel: new settings of one kind, or those of one domain. */
export default function SettingsPanel({ panel, domain, onClose }: Props) {
  const navigate = route.useNavigate();
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
    enabled: panel === 'edit' && domain !== undefined,
  });
  if (panel === 'edit' && domain !== undefined) {
    return (
      <SidePanel title={data?.displayDomain ?? domain} onClose={onClose} isWide>
        <EditSettings key={domain} domain={domain} />
      </SidePanel>
    );
  }
  const kind = panel === 'new-exchange' ? 'exchange' : 'imap';
  return (
    <SidePanel title={text.panel.newTitle[kind]} onClose={onClose}>
      <NewSettings key={kind} kind={kind} onSaved={open} />
    </SidePanel>
  );
}

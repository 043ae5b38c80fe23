import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { NewLink } from '../../api/links';
import { CopyButton } from '../../components/CopyButton';
import { Icon } from '../../components/Icon';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { LinkForm } from './LinkForm';

const words = text.links;

/** A button that makes a link for IT and shows its address once; nothing for a role that may not make links. */
export function SendToIt() {
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<NewLink | null>(null);
  if (!me.may('settings:write')) return null;
  const close = () => {
    setIsOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button leftSection={<Icon name="link" size={16} />} onClick={() => setIsOpen(true)}>
        {words.send}
      </Button>
      <Modal opened={isOpen} onClose={close} title={made === null ? words.send : words.made.title} centered>
        {made === null ? (
          <LinkForm onMade={setMade} onCancel={close} />
        ) : (
          <MadeLink link={made} onClose={close} />
        )}
      </Modal>
    </>
  );
}

/** The address of a new link, which is never shown again. */
function MadeLink({ link, onClose }: { readonly link: NewLink; readonly onClose: () => void }) {
  return (
    <Stack gap="md" role="status">
      <Text size="sm">{link.url === undefined ? words.made.lost : words.made.detail}</Text>
      {link.url !== undefined && (
        <Code fz="sm" style={{ overflowWrap: 'anywhere' }} data-testid="link-url">
          {link.url}
        </Code>
      )}
      <Group justify="flex-end">
        <Button variant="default" renderRoot={(props) => <Link to="/links" {...props} onClick={onClose} />}>
          {words.all}
        </Button>
        {link.url !== undefined && <CopyButton value={link.url} label={words.made.copy} isMain />}
      </Group>
    </Stack>
  );
}

import { Button, Collapse, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Icon } from '../components/Icon';
import { text } from '../text';

/** Help: where mail programs and mail providers show the values of this form. */
export function ServerHelp({ server }: { readonly server: 'imap' | 'smtp' | 'exchange' }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = `help-${server}`;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        ta="start"
        leftSection={<Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        {text.form.learn}
      </Button>
      <Collapse id={id} expanded={isOpen}>
        <List size="sm" spacing={6} mt={6} className="soft">
          {text.form.whereToFind[server].map(([where, how]) => (
            <List.Item key={where}>
              <Text span fz="sm" fw={600} c="var(--mantine-color-text)">
                {where}
                {text.formats.colon}
              </Text>{' '}
              {how}
            </List.Item>
          ))}
        </List>
      </Collapse>
    </div>
  );
}

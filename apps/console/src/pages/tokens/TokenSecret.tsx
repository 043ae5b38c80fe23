import { Alert, Code, Group, Text } from '@mantine/core';
import type { NewToken } from '../../api/tokens';
import { CopyButton } from '../../components/CopyButton';
import { Icon } from '../../components/Icon';
import { text } from '../../text';

/** The one time a token's secret is shown. */
export function TokenSecret({ token, onClose }: { readonly token: NewToken; readonly onClose: () => void }) {
  const words = text.tokens.secret;
  return (
    <Alert
      mb="lg"
      color="pine"
      role="status"
      icon={<Icon name="key" />}
      title={words.title(token.name)}
      withCloseButton
      onClose={onClose}
      closeButtonLabel={text.common.close}
    >
      <Text size="sm" mb="sm">
        {words.detail}
      </Text>
      {token.token === undefined ? (
        <Text size="sm">{words.lost}</Text>
      ) : (
        <Group gap="sm">
          <Code fz="sm" style={{ wordBreak: 'break-all' }} data-testid="token-secret">
            {token.token}
          </Code>
          <CopyButton value={token.token} label={words.copy} />
        </Group>
      )}
    </Alert>
  );
}

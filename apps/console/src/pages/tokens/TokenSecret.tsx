import { Box, Code, Group, Text } from '@mantine/core';
import type { NewToken } from '../../api/tokens';
import { CopyButton } from '../../components/CopyButton';
import { Notice } from '../../components/Notice';
import { text } from '../../text';

/** Shows the secret of a new token, which is never shown again. */
export function TokenSecret({ token, onClose }: { readonly token: NewToken; readonly onClose: () => void }) {
  const words = text.tokens.secret;
  return (
    <Box mb="lg">
      <Notice tone="pass" role="status" icon="key" title={words.title(token.name)} onClose={onClose}>
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
            <CopyButton value={token.token} label={words.copy} isMain />
          </Group>
        )}
      </Notice>
    </Box>
  );
}

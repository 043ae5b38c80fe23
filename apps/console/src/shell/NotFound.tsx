import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { usePageTitle } from '../components/use-page-title';
import { text } from '../first-text';

/** Shown for an address that has no page. */
export function NotFound() {
  usePageTitle(text.notFound.title);
  return (
    <Center component="main" mih="100dvh" px="md" bg="var(--ground)">
      <Stack align="center" gap="sm" ta="center" maw={420}>
        <img src="/postern.svg" width={44} height={44} alt="" />
        <Title order={1}>{text.notFound.title}</Title>
        <Text className="soft">{text.notFound.detail}</Text>
        <Button mt="sm" renderRoot={(props) => <Link to="/" {...props} />}>
          {text.notFound.home}
        </Button>
      </Stack>
    </Center>
  );
}

import { Anchor, Container, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { text } from '../text';

/** For an address that no page has. */
export function NotFound() {
  return (
    <Container component="main" size="sm" py={80} ta="center">
      <Title order={1}>{text.notFound.title}</Title>
      <Text my="md">{text.notFound.detail}</Text>
      <Anchor renderRoot={(props) => <Link to="/" {...props} />}>{text.notFound.home}</Anchor>
    </Container>
  );
}

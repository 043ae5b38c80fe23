import { Button, Checkbox, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { markApplied, ownLinkQuery, type OwnLink } from '../../api/links';
import { ProblemAlert } from '../../components/ProblemAlert';
import { Tag } from '../../components/Tag';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import classes from './ItPage.module.css';

const words = text.it.applied;

/** The day in the browser's time zone, as `2027-01-31`. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** A form in which IT says that the rules are applied. */
export function AppliedForm({ link }: { readonly link: OwnLink }) {
  const queries = useQueryClient();
  const [isApplied, setIsApplied] = useState(false);
  const [name, setName] = useState('');
  const [date, setDate] = useState(today);
  const apply = useMutation({
    mutationFn: markApplied,
    onSuccess: (answer) => queries.setQueryData(ownLinkQuery.queryKey, answer),
  });
  const problem = apply.error === null ? null : problemOf(apply.error);
  const errorOf = (path: string) => errorText(problem?.errors.find((error) => error.path === path));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.mutate({ name, date });
  };
  return (
    <section className={`card ${classes.card}`} aria-labelledby="applied">
      <Title order={2} id="applied">
        {words.title}
      </Title>
      <Text size="sm" className="soft" mt={4}>
        {words.lead}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" mt="sm">
          <TextInput
            label={words.name}
            autoComplete="name"
            maxLength={100}
            value={name}
            error={errorOf('name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={words.date}
            value={date}
            error={errorOf('date')}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <Checkbox
            label={words.check}
            checked={isApplied}
            onChange={(event) => setIsApplied(event.currentTarget.checked)}
          />
          <Button
            type="submit"
            loading={apply.isPending}
            disabled={!isApplied || name.trim() === '' || date === ''}
          >
            {words.submit}
          </Button>
        </Stack>
      </form>
      {problem && problem.errors.length === 0 && <ProblemAlert problem={problem} />}
      <Text role="status" mt="sm" component="div">
        {link.appliedBy !== undefined && link.appliedOn !== undefined && (
          <Tag tone="pass" icon="check">
            {words.done(link.appliedBy, link.appliedOn)}
          </Tag>
        )}
      </Text>
    </section>
  );
}

import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { match } from '../../api/firewall';
import { ProblemAlert } from '../../components/ProblemAlert';
import { Tag } from '../../components/Tag';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import classes from './Allowlist.module.css';

const words = text.match;
const names = ['source', 'destination', 'port'] as const;

/** A form that answers whether the rules allow an address, with the rule and the reason (B6). */
export function MatchForm() {
  const [values, setValues] = useState({ source: '', destination: '', port: '993' });
  const ask = useMutation({ mutationFn: match });
  const problem = ask.error === null ? null : problemOf(ask.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({
      source: values.source.trim(),
      destination: values.destination.trim(),
      port: Number(values.port),
    });
  };
  return (
    <section className={`card ${classes.card}`} aria-labelledby="match-heading">
      <Title order={2} id="match-heading">
        {words.title}
      </Title>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" mt="sm">
          {names.map((name) => (
            <TextInput
              key={name}
              label={words[name]}
              placeholder={words.placeholders[name]}
              inputMode={name === 'port' ? 'numeric' : undefined}
              autoComplete="off"
              spellCheck={false}
              value={values[name]}
              error={errorText(problem?.errors.find(({ path }) => path === name))}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((before) => ({ ...before, [name]: value }));
              }}
            />
          ))}
          <Button type="submit" variant="default" loading={ask.isPending}>
            {words.ask}
          </Button>
        </Stack>
      </form>
      {problem && problem.errors.length === 0 && <ProblemAlert problem={problem} />}
      <div role="status">
        {ask.data && (
          <div className={classes.verdict}>
            <Tag
              tone={ask.data.action === 'allow' ? 'pass' : 'warn'}
              icon={ask.data.action === 'allow' ? 'check' : 'cross'}
            >
              {words.verdicts[ask.data.action]}
            </Tag>
            <Text size="sm" mt={6}>
              {ask.data.reason}
            </Text>
            {ask.data.rule !== null && (
              <Text size="xs" className="soft">
                {words.rule} <span className="mono">{ask.data.rule}</span>
              </Text>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

import type { z } from 'zod';

/** How the messages of zod 4.6 begin; a schema of ours that has a message of its own writes another beginning. */
const wordsOfZod = /^(?:Invalid|Too (?:big|small):) /;

/** What is needed where a value has another type, by the type that the schema expects. */
const neededTypes: Readonly<Record<string, string>> = {
  string: 'A text',
  number: 'A number',
  int: 'A whole number',
  boolean: 'true or false',
  array: 'A list',
  object: 'An object',
  record: 'An object',
};

const neededFormats: Readonly<Record<string, string>> = {
  uuid: 'An id is needed, which is a UUID',
  datetime: 'A time is needed, like 2026-11-27T12:00:00Z',
};

/** Returns what to write instead of a refused value, in words for people; a message that the schema has itself stays. */
export function issueMessage(issue: z.core.$ZodIssue): string {
  return wordsOfZod.test(issue.message)
    ? (describe(issue) ?? 'This value cannot be used here')
    : issue.message;
}

function describe(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue);
    case 'invalid_value':
      return choiceOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? choiceOf(issue.options) : undefined;
    case 'too_small':
      return describeLimit(issue.origin, Number(issue.minimum), 'least');
    case 'too_big':
      return describeLimit(issue.origin, Number(issue.maximum), 'most');
    case 'invalid_format':
      return neededFormats[issue.format];
    case 'invalid_key':
      return issue.issues[0] && issueMessage(issue.issues[0]);
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return undefined;
  }
}

function describeType({ expected, message }: z.core.$ZodIssueInvalidType): string | undefined {
  const needed = neededTypes[expected];
  if (needed === undefined) return undefined;
  const isQuoted = message.endsWith('received string') && ['number', 'boolean'].includes(expected);
  return `${needed} is needed${isQuoted ? ', without quotes' : ''}`;
}

function choiceOf(values: readonly unknown[]): string {
  const words = values.filter((value) => value !== '').map(String);
  return `Write ${[words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' or ')}`;
}

function describeLimit(origin: string, limit: number, side: 'least' | 'most'): string | undefined {
  if (origin === 'number' || origin === 'int')
    return `A number of at ${side} ${limit.toLocaleString('en')} is needed`;
  if (origin === 'string' && side === 'least' && limit === 1) return 'The text must not be empty';
  const part = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return `At ${side} ${limit.toLocaleString('en')} ${part[limit === 1 ? 0 : 1]} ${side === 'least' ? 'must be here' : 'may be here'}`;
}

import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import type { ParameterSchema, TargetParameters } from '../../api/firewall';
import { text } from '../../text';
import { parameterText } from '../../text/target-text';
import type { ParameterText } from '../../text/target-texts';
import { kindOf } from './read-parameters';

type Props = {
  readonly target: string;
  readonly schema: TargetParameters;
  readonly values: Readonly<Record<string, string>>;
  /** The problem of the last rendering; its errors are shown beside their parameters. */
  readonly problem: ProblemDocument | null;
  readonly onChange: (name: string, value: string) => void;
};

/** The fields for a target's parameters, made from its JSON Schema; all are optional. */
export function ParameterFields({ target, schema, values, problem, onChange }: Props) {
  return Object.entries(schema.properties ?? {}).map(([name, parameter]) => {
    const path = `parameters.${name}`;
    const refused = problem?.errors.find(
      (each) => each.path.startsWith(path) && /^(?:[.[]|$)/.test(each.path.slice(path.length)),
    );
    const words = parameterText(target, name);
    return (
      <ParameterField
        key={name}
        name={name}
        schema={parameter}
        words={words}
        value={values[name] ?? ''}
        error={refused && (words?.format ?? refused.message)}
        onChange={(value) => onChange(name, value)}
      />
    );
  });
}

type FieldProps = {
  readonly name: string;
  readonly schema: ParameterSchema;
  /** The texts in a language other than English. */
  readonly words: ParameterText | undefined;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
};

function ParameterField({ name, schema, words, value, error, onChange }: FieldProps) {
  const kind = kindOf(schema);
  const fallback =
    typeof schema.default === 'string' || typeof schema.default === 'number'
      ? String(schema.default)
      : undefined;
  const hint =
    kind === 'lines' ? text.firewall.onePerLine : kind === 'pairs' ? text.firewall.pairPerLine : undefined;
  const shared = {
    label: words?.title ?? schema.title ?? name,
    description:
      [words === undefined ? schema.description : words.help, hint].filter(Boolean).join(' ') || undefined,
    error,
    autoComplete: 'off',
    spellCheck: false,
  };
  if (kind === 'choice') {
    const { autoComplete: _, spellCheck: __, ...rest } = shared;
    return (
      <NativeSelect
        {...rest}
        value={value || (fallback ?? '')}
        data={[...(schema.enum ?? [])]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (kind === 'flag') {
    return (
      <Checkbox
        label={shared.label}
        description={shared.description}
        error={error}
        checked={value === '' ? schema.default === true : value === 'true'}
        onChange={(event) => onChange(String(event.currentTarget.checked))}
      />
    );
  }
  if (kind === 'lines' || kind === 'pairs') {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      placeholder={fallback}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

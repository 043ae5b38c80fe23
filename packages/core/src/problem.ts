import { z } from 'zod';
import { findingSchema } from './finding.js';
import { issueMessage } from './issue-message.js';

/**
 * One fault of an input: its path, a stable code, a message for people, and a value that would be accepted, if
 * known.
 */
const inputErrorSchema = z
  .object({
    path: z
      .string()
      .meta({ description: 'The path of the field, e.g. `imap.port`; empty for the whole input.' }),
    code: z.string().meta({ description: 'Stable, kebab-case.' }),
    message: z.string(),
    suggestion: z.string().optional().meta({ description: 'A value that would be accepted.' }),
  })
  .meta({ id: 'InputError' });
export type InputError = z.infer<typeof inputErrorSchema>;

/** The body of every error response (`application/problem+json`, RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(inputErrorSchema).optional(),
    existingKind: z.enum(['imap', 'exchange']).optional(),
    findings: z.array(findingSchema).optional(),
    reason: z
      .object({
        code: z.string().meta({ description: 'Stable, kebab-case.' }),
        most: z.int().optional().meta({ description: 'The limit that `detail` names.' }),
      })
      .optional()
      .meta({ description: 'Which case of `code` it is, where only `detail` says that otherwise.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** The values that a custom zod issue of this package has besides its message. */
type IssueParams = { readonly code: string; readonly suggestion?: string };

/**
 * Why a parser refused a text: a stable code, a message for people, and a value that would be accepted, if known.
 */
export type Refusal = {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
};

/** Adds a parser's refusal to a zod context, so that its code and suggestion appear in the problem document. */
export function addRefusal(
  ctx: z.core.$RefinementCtx,
  input: unknown,
  { code, message, suggestion }: Omit<Refusal, 'ok'>,
  path: PropertyKey[] = [],
): void {
  const params: IssueParams = suggestion === undefined ? { code } : { code, suggestion };
  ctx.issues.push({ code: 'custom', message, params, input, path });
}

const issueCodes: Record<string, string> = {
  invalid_type: 'wrong-type',
  unrecognized_keys: 'unknown-field',
  invalid_value: 'not-a-choice',
  invalid_union: 'not-a-choice',
  too_big: 'too-large',
  too_small: 'too-small',
  invalid_format: 'wrong-format',
};

/** Converts zod's issues to the `errors` of a problem document. An unknown field is named in the path. */
export function inputErrors(issues: readonly z.core.$ZodIssue[]): InputError[] {
  return issues.flatMap((issue) => {
    const form = issue.code === 'invalid_union' ? meantForm(issue) : undefined;
    if (form !== undefined) {
      return inputErrors(form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        code: 'unknown-field',
        message: 'This field does not exist; leave it out',
      }));
    }
    const params = issue.code === 'custom' ? (issue.params as IssueParams | undefined) : undefined;
    // zod 4.6 removes the input from a finished issue, so only the message shows that a field was missing.
    const isMissing =
      isMissingType(issue) ||
      (issue.code === 'invalid_union' &&
        issue.errors.flat().some((inner) => inner.path.length === 0 && isMissingType(inner)));
    return [
      {
        path: pathText(issue.path),
        code: params?.code ?? (isMissing ? 'required' : (issueCodes[issue.code] ?? 'invalid')),
        message: isMissing ? 'This field is required' : issueMessage(issue),
        ...(params?.suggestion === undefined ? {} : { suggestion: params.suggestion }),
      },
    ];
  });
}

function isMissingType({ code, message }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' && message.endsWith('received undefined');
}

/**
 * The errors of the one form of a value that has the type of what was sent, so that they name the part to change. A value
 * that has the type of no form, or of several, is refused as a whole.
 */
function meantForm({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const otherType = new Set(['invalid_type', 'invalid_value', 'invalid_union']);
  const forms = errors.filter(
    (form) => !form.some(({ code, path }) => path.length === 0 && otherType.has(code)),
  );
  return forms.length === 1 ? forms[0] : undefined;
}

/** Returns a path in the input such as `rows[17].domain`: names are joined by dots, indexes stand in brackets. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

import { MultiSelect, Stack, Textarea } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import { mayRole, permissions, type Permission, type Role } from '@postern/core/permission';
import type { TokenInput } from '../../api/tokens';
import { errorText } from '../../form/error-text';
import { text } from '../../text';

const words = text.tokens.form;

/** The limits of a new token as they are typed: permissions, and addresses one per line. */
type TypedLimits = { readonly scopes: readonly Permission[]; readonly sources: string };
export const noLimits: TypedLimits = { scopes: [], sources: '' };

/**
 * The limits as the api takes them. A permission that a role chosen later lacks is sent, and the api names it: without it, the
 * token might have no limit.
 */
export function limitsInput({ scopes, sources }: TypedLimits): Pick<TokenInput, 'scopes' | 'sources'> {
  const lines = sources.split(/[\s,]+/).filter((line) => line !== '');
  return { ...(scopes.length > 0 && { scopes: [...scopes] }), ...(lines.length > 0 && { sources: lines }) };
}

type Props = {
  readonly role: Role;
  readonly limits: TypedLimits;
  readonly problem: ProblemDocument | null;
  readonly onChange: (limits: TypedLimits) => void;
};

/** What limits a new token further than its role: permissions and client addresses. Folded until it is wanted. */
export function TokenLimits({ role, limits, problem, onChange }: Props) {
  const errorOf = (field: string) => errorText(problem?.errors.find(({ path }) => path.startsWith(field)));
  const possible = permissions.filter((one) => one !== 'self:read' && mayRole(role, one));
  return (
    <details>
      <summary>{words.limit}</summary>
      <Stack gap="md" mt="sm">
        <MultiSelect
          searchable
          clearable
          label={words.scopes}
          description={words.scopesHelp}
          data={[...new Set([...possible, ...limits.scopes])]}
          value={[...limits.scopes]}
          error={errorOf('scopes')}
          onChange={(scopes) => onChange({ ...limits, scopes: scopes as Permission[] })}
        />
        <Textarea
          autosize
          minRows={2}
          spellCheck={false}
          label={words.sources}
          description={words.sourcesHelp}
          value={limits.sources}
          error={errorOf('sources')}
          onChange={(event) => onChange({ ...limits, sources: event.currentTarget.value })}
        />
      </Stack>
    </details>
  );
}

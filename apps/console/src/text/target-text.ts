import type { components } from '@postern/client/generated/openapi';
import { loadTranslated } from './language';
import type { ParameterText, TargetTexts } from './target-texts';

type Target = components['schemas']['FirewallTarget'];

/** `null` in English, in which the API sends these texts. Only pages with rules load this module. */
const texts: TargetTexts | null = await loadTranslated({
  de: async () => (await import('./de/target-texts')).targetTexts,
  fr: async () => (await import('./fr/target-texts')).targetTexts,
});

/** The label, the proof and the command of a target in the language of this visit; a newer target stays in English. */
export function targetText({ id, label, proof, check }: Target): Pick<Target, 'label' | 'proof' | 'check'> {
  return {
    label: texts?.labels[id] ?? label,
    proof: texts?.proofs[id] ?? proof,
    check: texts?.checks[id] ?? check,
  };
}

/** The texts of a parameter in the language of this visit; undefined in English and for a newer parameter. */
export function parameterText(target: string, name: string): ParameterText | undefined {
  return texts?.parameters[`${target}.${name}`] ?? texts?.parameters[name];
}

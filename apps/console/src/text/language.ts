// cspell:ignore Français
/** The languages of the console, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;
export type Language = keyof typeof languages;

const key = 'postern.language';

/** The language of this visit: the one that the person chose, else the first of the browser's that has a catalogue, else English. */
export const language: Language =
  [chosenBefore(), ...navigator.languages]
    .map((each) => each?.split('-')[0]?.toLowerCase())
    .find(isLanguage) ?? 'en';

/** Keeps the choice in this browser. The page shows it after it is loaded again. */
export function keepLanguage(choice: Language): void {
  localStorage.setItem(key, choice);
}

/** Loads texts that the API sends in English, in the language of this visit; `null` in English. */
export async function loadTranslated<Texts>(
  load: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>>,
): Promise<Texts | null> {
  return language === 'en' ? null : load[language]();
}

/** The language that was chosen in this browser; `null` without a choice, and where storage is blocked. */
function chosenBefore(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function isLanguage(value: string | undefined): value is Language {
  return value !== undefined && Object.hasOwn(languages, value);
}

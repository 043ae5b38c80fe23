import { NativeSelect } from '@mantine/core';
import { text } from '../text';
import { choicesOf } from '../text/choices-of';
import { keepLanguage, language, languages, type Language } from '../text/language';
import { forgetUnsavedWork, mayLeave } from '../unsaved-work/unsaved-work';

/** The field in which a person chooses the language; the page is loaded again in it, after a question about unsaved work. */
export function LanguagePicker() {
  const choose = async (choice: Language) => {
    if (!(await mayLeave())) return;
    forgetUnsavedWork();
    keepLanguage(choice);
    location.reload();
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={text.nav.language}
      value={language}
      data={choicesOf(languages)}
      onChange={(event) => void choose(event.currentTarget.value as Language)}
    />
  );
}

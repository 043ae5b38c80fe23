import { text } from '../first-text';
import { keepLanguage, language, languages, type Language } from '../text/language';
import { forgetUnsavedWork, mayLeave } from '../unsaved-work/unsaved-work';
import classes from './LanguagePicker.module.css';

/** The field in which a person chooses the language; the page is loaded again in it, after a question about unsaved work. */
export function LanguagePicker() {
  const choose = async (choice: Language) => {
    if (!(await mayLeave())) return;
    forgetUnsavedWork();
    keepLanguage(choice);
    location.reload();
  };
  return (
    <select
      className={classes.select}
      aria-label={text.nav.language}
      value={language}
      onChange={(event) => void choose(event.currentTarget.value as Language)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Language } from './open-view.js';
import { translationsTo, type FindTranslations } from './translated-texts.js';

type Options = { readonly exact?: boolean; readonly name?: string | RegExp };

/** Opens a tab on which the English texts of a view find those of the language. */
export async function newPageIn(context: BrowserContext, language: Language): Promise<Page> {
  const page = await context.newPage();
  return language === 'en' ? page : inLanguage(page, await translationsTo(language));
}

/**
 * Returns a page or a part of it on which the texts of a view, which are English, find those of another language. A text that is not in
 * the catalogues, e.g. a domain or a text of the API, is looked for as it is.
 */
function inLanguage<Place extends Page | Locator>(place: Place, find: FindTranslations): Place {
  const translate = (text: string | RegExp, isExact: boolean): string | RegExp => {
    if (typeof text !== 'string') return text;
    return new RegExp(
      find(text, isExact)
        .map(({ source }) => source)
        .join('|'),
      'i',
    );
  };
  return new Proxy(place, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        const [first, options = {}] = values as [string | RegExp, Options?];
        const isExact = options.exact ?? false;
        if (name === 'getByText' || name === 'getByLabel') values[0] = translate(first, isExact);
        if (name === 'getByRole' && options.name !== undefined)
          values[1] = { ...options, name: translate(options.name, isExact) };
        const result: unknown = Reflect.apply(value, target, values);
        return isLocator(result) ? inLanguage(result, find) : result;
      };
    },
  });
}

function isLocator(value: unknown): value is Locator {
  return typeof value === 'object' && value !== null && 'getByRole' in value && 'filter' in value;
}

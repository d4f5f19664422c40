import { en, type Text } from './en.js';

/** Languages that the page speaks, by their BCP 47 tag. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORAGE_KEY = 'crowdlens.language';

/** The first language of the list that the page speaks; English when it speaks none. */
export function pickLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const known = LANGUAGES.find((language) => isOf(language, tag));
    if (known) return known;
  }
  return 'en';
}

/** How dates and numbers are written: as in the first variety of the language in the list ("en-GB"). */
export function pickLocale(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => isOf(language, tag)) ?? language;
}

function isOf(language: Language, tag: string | null | undefined): boolean {
  return tag?.toLowerCase().split('-')[0] === language;
}

/** Speaks another language from the next load on, which follows at once. */
export function changeLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language);
  location.reload();
}

function wantedLanguage(): Language {
  if (typeof window === 'undefined') return 'en';
  const chosen = new URLSearchParams(location.search).get('lang');
  return pickLanguage([chosen, rememberedLanguage(), ...navigator.languages]);
}

/** In the frame of a foreign page the browser may refuse storage. */
function rememberedLanguage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** The language of this load of the page: `?lang=` before the chosen one before the browser's. */
export const language = wantedLanguage();

/** Of dates and numbers: the reader's own variety of the {@link language}. */
export const locale = pickLocale(
  language,
  typeof window === 'undefined' ? [] : navigator.languages,
);

/** Every word of the page, in the {@link language} of this load. */
export const t: Text = language === 'es' ? (await import('./es.js')).es : en;

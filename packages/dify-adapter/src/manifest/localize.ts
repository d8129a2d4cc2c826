/** The languages that a Dify plugin can be read in, beside English. */
export const locales = ["ja_JP", "zh_Hans", "pt_BR"] as const;

export type Locale = (typeof locales)[number];

/** A text in English and the other languages. */
export type LocalizedText = { readonly en_US: string } & { readonly [L in Locale]?: string };

/** The texts of one language: what is missing is shown in English. */
export interface Catalog {
  readonly tools?: Readonly<Record<string, ToolTexts>>;
  readonly connection?: Readonly<Record<string, FieldTexts>>;
}

export interface ToolTexts {
  readonly title?: string;
  readonly description?: string;
  readonly input?: Readonly<Record<string, FieldTexts>>;
  /** Texts of the choices of a field, by field and value. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FieldTexts {
  readonly label?: string;
  readonly description?: string;
}

/** Catalogs by language. One for `en_US` is rarely needed: English is what the definitions say. */
export type Catalogs = { readonly [L in Locale | "en_US"]?: Catalog };

/** Characters that Dify takes in one text. */
const maxCharacters = 1023;

/** A text in every language that has it, cut at the end of a sentence where it is longer than Dify takes. */
export const localize = (
  english: string,
  catalogs: Catalogs,
  pick: (catalog: Catalog) => string | undefined,
): LocalizedText => {
  const inEnglish = catalogs.en_US && pick(catalogs.en_US);
  const translated = locales.flatMap((locale) => {
    const catalog = catalogs[locale];
    const text = catalog && pick(catalog);
    return text === undefined || text.trim() === "" ? [] : [[locale, shorten(text)]];
  });
  return { en_US: shorten(inEnglish || english), ...Object.fromEntries(translated) };
};

const shorten = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed.length <= maxCharacters) return trimmed;
  const head = trimmed.slice(0, maxCharacters);
  const sentences = [...head.matchAll(/[.!?](?=\s)|[。！？]/g)];
  const end = sentences.at(-1)?.index;
  if (end !== undefined && end > maxCharacters / 2) return head.slice(0, end + 1);
  return `${head.slice(0, Math.max(head.lastIndexOf(" "), maxCharacters / 2)).slice(0, maxCharacters - 1)}…`;
};

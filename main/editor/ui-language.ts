/** LCIDs of common UI languages; Office adds its own to every message. */
// oxfmt-ignore
const LANGUAGE_IDS: Record<string, number> = {
  'ar-sa': 1025, 'cs-cz': 1029, 'da-dk': 1030, 'de-de': 1031, 'el-gr': 1032, 'en-gb': 2057, 'en-us': 1033,
  'es-es': 3082, 'fi-fi': 1035, 'fr-fr': 1036, 'he-il': 1037, 'hu-hu': 1038, 'it-it': 1040, 'ja-jp': 1041,
  'ko-kr': 1042, 'nb-no': 1044, 'nl-nl': 1043, 'pl-pl': 1045, 'pt-br': 1046, 'pt-pt': 2070, 'ru-ru': 1049,
  'sv-se': 1053, 'tr-tr': 1055, 'uk-ua': 1058, 'zh-cn': 2052, 'zh-tw': 1028,
};

/** The LCID as text; English (United States) for languages without one here. */
export function uiLanguageId(tag: string): string {
  return String(LANGUAGE_IDS[tag.toLowerCase()] ?? 1033);
}

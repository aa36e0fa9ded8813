import type { Discovery, DiscoveryAction, DiscoveryApp } from './discovery.ts';
import { quote } from './quote.ts';
import { replaceLoneSurrogates } from './unicode.ts';

/**
 * Action URLs: the address a browser is sent to, made from the `urlsrc` template of a discovery action, and the
 * choice of that action.
 */

/** What became of one optional parameter of the template, for those who wonder why the URL looks as it does. */
export type Placeholder = {
  /** "UI_LLCC"; for text in brackets that is no placeholder, that text. */
  token: string;
  parameter: string;
  outcome: 'filled' | 'dropped' | 'kept';
  /** As given, before URL encoding. */
  value?: string;
  why: string;
};

export type ActionUrlInput = {
  /** The address of the file, without token. '' for actions that need no file: see {@link actionNeedsFile}. */
  wopiSrc: string;
  uiLanguage?: string;
  dataLanguage?: string;
  sessionContext?: string;
  /** Values of further placeholders by token, as BUSINESS_USER or THEME_ID. An empty value drops the parameter. */
  values?: Record<string, string>;
  /** Appended as they are called: `wd*` from the host page, `sftc`, Collabora's `lang` or `permission`. */
  parameters?: Record<string, string>;
};

export type ActionUrl =
  | { ok: true; url: string; placeholders: Placeholder[]; warnings: string[] }
  | { ok: false; reason: string };

/** Parts of the clients pass the URL on in places that hold no more. */
export const MAX_ACTION_URL_BYTES = 2048;
const COMFORTABLE_BYTES = 2000;

// ---- filling the template ------------------------------------------------------------------------------------

const PLACEHOLDER = /^([A-Za-z0-9_]+)=([A-Z0-9_]+)(&?)$/;

/** What each known placeholder does when it is left out. Its parameter name is the template's business. */
const WITHOUT: Readonly<Record<string, string>> = {
  UI_LLCC: 'the client takes the language of the browser',
  DC_LLCC: 'the client calculates in the language of its screens',
  DISABLE_CHAT: 'the chat of the client stays on',
  HOST_SESSION_ID: 'support cannot search by a session id of the host',
  SESSION_CONTEXT: 'CheckFileInfo arrives without X-WOPI-SessionContext',
  BUSINESS_USER: 'the user counts as a consumer',
  PERFSTATS: 'the client shows no statistics',
  ACTIVITY_NAVIGATION_ID: 'the client opens at the beginning',
  VALIDATOR_TEST_CATEGORY: 'the validator runs all categories',
  EMBEDDED: 'the output is not embedded',
  DISABLE_ASYNC: 'attendees may navigate on their own',
  DISABLE_BROADCAST: 'a broadcast has its session',
  FULLSCREEN: 'the client does not fill the screen',
  RECORDING: 'the client shows its full screen',
  THEME_ID: 'the client chooses its theme',
};

export function buildActionUrl(urlsrc: string, input: ActionUrlInput): ActionUrl {
  const badSource = wopiSrcProblem(input.wopiSrc);
  if (badSource !== undefined) return { ok: false, reason: badSource };

  const values = valuesByToken(input);
  const placeholders: Placeholder[] = [];
  const filled = urlsrc.trim().replace(/<([^<>]*)>/g, (whole: string, inner: string) => {
    const [, parameter, token, separator = ''] = PLACEHOLDER.exec(inner) ?? [];
    if (parameter === undefined || token === undefined) {
      placeholders.push({
        token: inner,
        parameter: '',
        outcome: 'kept',
        why: 'This is not written as a placeholder, so it stays.',
      });
      return whole;
    }
    const value = values.get(token);
    if (value === undefined) {
      placeholders.push({ token, parameter, outcome: 'dropped', why: whyDropped(token) });
      return '';
    }
    placeholders.push({ token, parameter, outcome: 'filled', value, why: 'A value was given.' });
    return `${parameter}=${encoded(value)}${separator}`;
  });

  if (input.wopiSrc === '' && hasPlaceholder(placeholders, 'WOPI_SOURCE')) {
    return { ok: false, reason: `The template ${quote(urlsrc)} needs the address of a file. Choose a file to open.` };
  }
  const appended = appendedParameters(input, placeholders);
  const url = withParameters(filled, appended).replace(/&+$/, '');
  const badUrl = urlProblem(url);
  return badUrl === undefined
    ? { ok: true, url, placeholders, warnings: warningsFor(url, urlsrc, input.wopiSrc, placeholders) }
    : { ok: false, reason: badUrl };
}

/** The placeholders with a value; the ones with a field of their own win over the general list. */
function valuesByToken({
  wopiSrc,
  uiLanguage,
  dataLanguage,
  sessionContext,
  values = {},
}: ActionUrlInput): Map<string, string> {
  const all: Record<string, string | undefined> = { ...values };
  if (uiLanguage !== undefined) all['UI_LLCC'] = uiLanguage;
  if (dataLanguage !== undefined) all['DC_LLCC'] = dataLanguage;
  if (sessionContext !== undefined) all['SESSION_CONTEXT'] = sessionContext;
  all['WOPI_SOURCE'] = wopiSrc;
  return new Map(
    Object.entries(all).flatMap(([token, value]) => (value === undefined || value === '' ? [] : [[token, value]])),
  );
}

function whyDropped(token: string): string {
  if (token === 'WOPI_SOURCE') return 'No file was given.';
  const consequence = Object.hasOwn(WITHOUT, token) ? WITHOUT[token] : undefined;
  return consequence === undefined
    ? 'This placeholder is not known, so it is removed.'
    : `No value was given; ${consequence}.`;
}

/** What the template has no place for: the file for templates of older servers and Collabora, then the rest. */
function appendedParameters(input: ActionUrlInput, placeholders: Placeholder[]): [string, string][] {
  const appended: [string, string][] = [];
  const append = (token: string, parameter: string, value: string | undefined) => {
    if (value === undefined || value === '' || hasPlaceholder(placeholders, token)) return;
    appended.push([parameter, value]);
    placeholders.push({
      token,
      parameter,
      outcome: 'filled',
      value,
      why: 'The template has no place for it, so it is appended.',
    });
  };
  append('WOPI_SOURCE', 'WOPISrc', input.wopiSrc);
  append('SESSION_CONTEXT', 'sc', input.sessionContext);
  return [...appended, ...Object.entries(input.parameters ?? {})];
}

function hasPlaceholder(placeholders: Placeholder[], token: string): boolean {
  return placeholders.some((one) => one.token === token && one.outcome !== 'kept');
}

function withParameters(url: string, parameters: [string, string][]): string {
  if (parameters.length === 0) return url;
  const [address = '', ...fragments] = url.split('#');
  const query = parameters.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const joint = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?';
  return [`${address}${joint}${query}`, ...fragments].join('#');
}

function encoded(value: string): string {
  return encodeURIComponent(replaceLoneSurrogates(value, '\ufffd'));
}

// ---- checks --------------------------------------------------------------------------------------------------

function urlProblem(url: string): string | undefined {
  const protocol = protocolOf(url);
  if (protocol === undefined)
    return `The action URL ${quote(url)} is not an absolute URL. Correct urlsrc in the discovery document.`;
  return isWeb(protocol)
    ? undefined
    : `The action URL ${quote(url)} begins with ${quote(protocol)}; http: or https: is expected. Correct urlsrc in the discovery document.`;
}

function wopiSrcProblem(wopiSrc: string): string | undefined {
  const protocol = protocolOf(wopiSrc);
  if (wopiSrc === '' || (protocol !== undefined && isWeb(protocol))) return undefined;
  return `The WOPISrc ${quote(wopiSrc)} is not an absolute http or https URL. Give the public address of the file.`;
}

function protocolOf(url: string): string | undefined {
  try {
    return new URL(url).protocol;
  } catch {
    return undefined;
  }
}

function isWeb(protocol: string): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

function warningsFor(url: string, urlsrc: string, wopiSrc: string, placeholders: Placeholder[]): string[] {
  const bytes = Buffer.byteLength(url);
  const kept = placeholders.filter(({ outcome }) => outcome === 'kept');
  const found: [applies: boolean, warning: string][] = [
    [
      bytes > MAX_ACTION_URL_BYTES,
      `The action URL has ${bytes} bytes; clients take ${MAX_ACTION_URL_BYTES}. Shorten the session context, the file id or the host name.`,
    ],
    [
      bytes > COMFORTABLE_BYTES && bytes <= MAX_ACTION_URL_BYTES,
      `The action URL has ${bytes} bytes, close to the ${MAX_ACTION_URL_BYTES} that clients take.`,
    ],
    [
      /&(amp|lt|gt);/i.test(urlsrc),
      'The template still contains XML references such as &amp;. The discovery document was escaped twice or not decoded.',
    ],
    [
      kept.length > 0,
      `The template contains ${kept.map(({ token }) => quote(`<${token}>`)).join(', ')}, which is not a placeholder.`,
    ],
    [
      /[?&]access_token=/i.test(url),
      'The action URL carries an access token. Tokens belong into the form that is posted to it.',
    ],
    [wopiSrc.includes('?'), `The WOPISrc ${quote(wopiSrc)} has a query. It must be the bare address of the file.`],
  ];
  return found.flatMap(([applies, warning]) => (applies ? [warning] : []));
}

// ---- choosing an action --------------------------------------------------------------------------------------

export type ResolvedAction = {
  zone: string;
  app: DiscoveryApp;
  action: DiscoveryAction;
  /** Set when the client has no such action for the extension and another one serves. */
  fallback?: string;
};

/** Zones in the order a host behind a public address wants them. Their names say nothing about the scheme. */
const ZONE_ORDER = ['external-https', 'external-http', 'internal-https', 'internal-http'];

/** What a host must offer for an action to be usable; other requirements are obsolete (cobalt) or unknown. */
const OFFERED = new Set(['update', 'locks']);

/** Actions that serve in place of a missing one, best first. */
const FALLBACKS: Readonly<Record<string, { name: string; why: string }[]>> = {
  view: [{ name: 'edit', why: 'The client has one action for reading and writing; CheckFileInfo decides which.' }],
  edit: [{ name: 'convert', why: 'The client edits this format only after converting it to a new file.' }],
  editnew: [{ name: 'edit', why: 'The client has no action of its own for new files.' }],
};

/** 'default' as the action asks for what the client itself would open the file with. */
export function resolveAction(
  discovery: Discovery,
  wanted: { extension: string; action: string; zone?: string },
): ResolvedAction | undefined {
  const extension = wanted.extension.replace(/^\./, '').toLowerCase();
  const name = wanted.action.toLowerCase();
  const candidates = zonesFor(discovery, wanted.zone).flatMap((zone) =>
    zone.apps.flatMap((app) =>
      app.actions
        .filter((action) => action.ext === extension && isUsable(action))
        .map((action) => ({ zone: zone.name, app, action })),
    ),
  );
  const named = (one: string) => candidates.find(({ action }) => action.name.toLowerCase() === one);
  if (name === 'default') return candidates.find(({ action }) => action.isDefault) ?? named('view') ?? named('edit');
  const exact = named(name);
  if (exact !== undefined) return exact;
  for (const { name: other, why } of (Object.hasOwn(FALLBACKS, name) ? FALLBACKS[name] : undefined) ?? []) {
    const found = named(other);
    if (found !== undefined) return { ...found, fallback: why };
  }
  return undefined;
}

/** Preloading pages and services work without a file; WOPISrc has no business in their URL. */
export function actionNeedsFile(action: string): boolean {
  return !/^(preload.*|rtc|collab|documentchat|presentservice|attendservice)$/i.test(action);
}

function isUsable(action: DiscoveryAction): boolean {
  return action.requires.every((one) => OFFERED.has(one.toLowerCase()));
}

function zonesFor(discovery: Discovery, zone: string | undefined): Discovery['zones'] {
  if (zone !== undefined) return discovery.zones.filter(({ name }) => name.toLowerCase() === zone.toLowerCase());
  const rank = (name: string) => {
    const place = ZONE_ORDER.indexOf(name.toLowerCase());
    return place === -1 ? ZONE_ORDER.length : place;
  };
  return [...discovery.zones].sort((one, other) => rank(one.name) - rank(other.name));
}

import { z } from 'zod';
import type { AdminApi } from '../../preload/contract.ts';
import { checkPublicUrl } from '../config.ts';
import { RECORDING_INPUTS, source } from './recording-inputs.ts';
import { FINDING_INPUTS } from './finding-inputs.ts';
import { SESSION_INPUTS } from './session-inputs.ts';
import { REPLAY_INPUTS } from './replay-inputs.ts';

const id = z.string().min(1).max(64);
const file = z.object({ fileId: id });
const ruleId = z.string().min(1).max(64);
const port = z
  .int('A port is a whole number.')
  .min(1, 'A port is a whole number from 1 to 65535.')
  .max(65_535, 'A port is a whole number from 1 to 65535.')
  .nullable();
const lockId = z
  .string()
  .min(1, 'Give a lock id.')
  .max(1024, 'A lock id has at most 1024 characters.')
  .regex(/^[\x20-\x7e]+$/, 'A lock id is made of printable ASCII characters.');
const rights = z.object({ write: z.boolean(), rename: z.boolean(), create: z.boolean(), delete: z.boolean() });
const role = z.enum(['owner', 'editor', 'reader', 'guest']);
const person = z.object({
  id: z
    .string()
    .regex(
      /^[A-Za-z0-9]{1,64}$/,
      'A person’s id is made of 1 to 64 letters and digits, because it becomes the UserId that clients receive.',
    ),
  name: z.string().trim().min(1, 'Give the person a name.').max(100, 'A name has at most 100 characters.'),
  role,
});
const bytes = z.int().min(0, 'A size cannot be negative.').max(Number.MAX_SAFE_INTEGER);
const publicUrl = z
  .string()
  .nullable()
  .transform((text, context) => {
    if (text === null || text.trim() === '') return null;
    const checked = checkPublicUrl(text.trim());
    if (checked.ok) return checked.url;
    context.addIssue({ code: 'custom', message: checked.reason });
    return z.NEVER;
  });

const visible = (what: string, least: number) =>
  z
    .string()
    .min(least, `${what} has at least ${least} characters.`)
    .max(128, `${what} has at most 128 characters.`)
    .regex(/^[A-Za-z0-9._~-]*$/, `${what} is made of letters, digits and . _ ~ -, which need no encoding anywhere.`);
const redirectUri = z
  .string()
  .max(2048)
  .refine(
    (text) => checkRedirectUri(text),
    'A redirect URI is a complete address without a fragment, such as https://localhost.',
  );

const profile = z.enum(['default', 'no-containers', 'no-write-relative', 'view-only', 'collabora', 'onlyoffice']);

const settings = z
  .strictObject({
    folder: z.string().min(1, 'Give a folder.'),
    profile,
    publicUrl,
    hostPort: port,
    adminPort: port,
    editorPort: port,
    maxExchanges: z
      .int()
      .min(100, 'Keep at least 100 exchanges.')
      .max(10_000_000, 'At most 10,000,000 exchanges can be kept.'),
    maxAgeDays: z
      .number()
      .min(0.01, 'Keep exchanges for at least a quarter of an hour (0.01 days).')
      .max(3650, 'Ten years (3650 days) are the most.'),
    maxCaptureBytes: bytes.min(1024 * 1024, 'The capture needs a budget of at least 1 MiB.'),
    maxBodyBytes: bytes,
    maxVersionBytes: bytes,
    maxFileBytes: bytes.min(1, 'Files need at least one byte.'),
    tokenTtlSeconds: z
      .int()
      .min(1, 'A token lives for at least a second.')
      .max(31_536_000, 'A token lives for at most a year.'),
    oauthClientId: visible('A client id', 1),
    oauthClientSecret: visible('A client secret', 16),
    oauthRedirectUris: z
      .array(redirectUri)
      .min(1, 'Give at least one redirect URI, such as https://localhost.')
      .max(20, 'At most 20 redirect URIs are possible.'),
    oauthTenants: z
      .array(z.string().regex(/^[a-z0-9-]{1,32}$/, 'A tenant is named with 1 to 32 small letters, digits and hyphens.'))
      .max(20, 'At most 20 tenants are possible.')
      .refine((names) => new Set(names).size === names.length, 'Each tenant can be listed only once.'),
    oauthTokenSeconds: z
      .int()
      .min(1, 'A sign-in lives for at least a second.')
      .max(31_536_000, 'A sign-in lives for at most a year.'),
    signInCode: visible('A sign-in code', 6),
    proofMode: z.enum(['off', 'check', 'enforce']),
    theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
    isWelcomeDone: z.boolean(),
    testCasesFile: z.string().max(4096).nullable(),
  })
  .partial();

const category = z.enum(['All', 'WopiCore', 'OfficeOnline', 'OfficeNativeClient', 'WopiCoauth']);
const suite = z.enum(['official', 'own']);
const run = z.object({ runId: z.int() });
const chosen = z.array(z.string().max(200)).max(1000);
const conformanceTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('host'), profile }),
  z.object({
    kind: z.literal('remote'),
    wopiSrc: z.string().trim().min(1, 'Give the WOPISrc of a .wopitest file.').max(4096),
    accessToken: z.string().trim().min(1, 'Give the access token for the file.').max(8192),
    accessTokenTtl: z
      .int('The ttl is a whole number of milliseconds, or 0.')
      .min(0, 'The ttl is a time in milliseconds since 1970, or 0.'),
  }),
]);

const nothing = z.undefined();
const viewShape = z.strictObject({
  filter: z.string().max(4_000, 'A filter has at most 4000 characters.'),
  group: z.string().max(40).nullable(),
  isCollapsed: z.boolean(),
  sort: z.strictObject({ column: z.string().max(40), descending: z.boolean() }).nullable(),
  columns: z.array(z.string().max(40)).max(100).nullable(),
});
const ids = z.array(z.int()).max(200_000, 'At most 200,000 exchanges at once.');
const tag = z
  .string()
  .trim()
  .min(1, 'A tag has at least one character.')
  .max(40, 'A tag has at most 40 characters.')
  .regex(/^[^\s",]+$/, 'A tag is one word, without spaces, commas and quotes.');
const tags = z.array(tag).max(20, 'At most 20 tags at once.');
const pattern = z
  .string()
  .trim()
  .max(400, 'A pattern has at most 400 characters.')
  .nullable()
  .transform((text) => (text === '' ? null : text));
const ignoreWish = z.object({
  operation: pattern,
  path: pattern,
  client: pattern,
  personId: pattern,
  status: z
    .string()
    .trim()
    .regex(/^([1-5](\d\d|xx))?$/i, 'A status is a number such as 409, or 4xx for all that begin with 4.')
    .nullable()
    .transform((text) => (text === '' || text === null ? null : text.toLowerCase())),
});
const markChange = z
  .strictObject({
    pin: z.enum(['on', 'off', 'toggle']),
    colour: z.enum(['red', 'amber', 'green', 'blue', 'violet']).nullable(),
    note: z.string().trim().max(2000, 'A note has at most 2,000 characters.'),
    tags,
    addTags: tags,
    removeTags: tags,
  })
  .partial();
const address = z.string().trim().min(1, 'Give an address.').max(4096);

/** What every call accepts, checked at the one door before the API sees it. */
export const INPUTS = {
  getSnapshot: nothing,
  dismissNotice: z.object({ noticeId: z.int() }),
  ...RECORDING_INPUTS,
  listExchanges: z.object({ before: z.int().optional(), limit: z.int().min(1).max(20_000), source }),
  getExchange: z.object({ id: z.int(), source }),
  listRows: z.object({ ids: ids.max(1000, 'At most 1,000 exchanges at once.'), source }),
  mark: z.object({ ids, change: markChange }),
  listTags: z.object({ source }).optional(),
  deleteExchanges: z.object({ ids }),
  listRowFacts: z.object({ ids: z.array(z.int()).max(500, 'At most 500 exchanges at once.'), source }),
  getBody: z.object({
    id: z.int(),
    side: z.enum(['request', 'response']),
    offset: z.int().min(0),
    length: z
      .int()
      .min(1)
      .max(16 * 1024 * 1024),
    source,
  }),
  clearExchanges: z.object({ keepPinned: z.boolean() }).optional(),
  listIgnoreRules: nothing,
  addIgnoreRule: ignoreWish,
  switchIgnoreRule: z.object({ ruleId: z.int(), isOn: z.boolean() }),
  removeIgnoreRule: z.object({ ruleId: z.int() }),
  countIgnored: ignoreWish,
  deleteIgnored: z.object({ ruleId: z.int() }),
  setCapturePaused: z.object({ paused: z.boolean() }),
  openView: z.object({
    filter: z.string().max(4000, 'A filter has at most 4,000 characters.'),
    sort: z.object({ column: z.string().max(40), descending: z.boolean() }).nullish(),
    group: z.enum(['session', 'file', 'person', 'correlation']).nullish(),
    collapse: z.boolean().optional(),
    source: id.optional(),
  }),
  getView: z.object({ viewId: z.int(), version: z.int().min(0), isVoid: z.boolean().optional() }),
  listViewLines: z.object({ viewId: z.int(), from: z.int(), count: z.int().min(1).max(1000) }),
  findInView: z.object({ viewId: z.int(), id: z.int() }),
  listViewIds: z.object({
    viewId: z.int(),
    between: z.tuple([z.int(), z.int()]).optional(),
    limit: z.int().min(1).max(200_000),
  }),
  toggleViewLine: z.object({ viewId: z.int(), key: z.string().min(2).max(40), isOpen: z.boolean() }),
  getViewHistogram: z.object({ viewId: z.int(), bars: z.int().min(1).max(1000) }),
  closeView: z.object({ viewId: z.int() }),
  listRelated: z.object({ source, id: z.int() }),
  ...SESSION_INPUTS,
  ...REPLAY_INPUTS,
  ...FINDING_INPUTS,
  muteRule: z.object({
    rule: ruleId,
    reason: z
      .string()
      .trim()
      .min(1, 'Say in a few words why the rule is muted.')
      .max(200, 'A reason has at most 200 characters.'),
  }),
  unmuteRule: z.object({ rule: ruleId }),
  explain: z
    .object({
      fileId: id.optional(),
      exchangeId: z.int().optional(),
      question: z.enum(['read-only', 'not-opened', 'still-locked', 'refused']),
      source,
    })
    .refine(
      ({ fileId, exchangeId }) => fileId !== undefined || exchangeId !== undefined,
      'Name a file or an exchange.',
    ),
  listFiles: nothing,
  listVersions: file,
  restoreVersion: file.extend({ version: z.string().regex(/^\d{1,15}$/) }),
  createFile: z.object({
    folder: z.string().max(4096),
    name: z.string().max(1024),
    kind: z.enum(['docx', 'xlsx', 'pptx', 'txt', 'md', 'csv', 'json']),
  }),
  beginUpload: z.object({ folder: z.string().max(4096), name: z.string().max(1024) }),
  appendUpload: z.object({ uploadId: id, base64: z.string().max(1_500_000, 'A slice has at most 1 MiB.') }),
  finishUpload: z.object({ uploadId: id }),
  renameFile: file.extend({ name: z.string().max(1024) }),
  deleteFile: file,
  addSamples: nothing,
  previewFileInfo: file.extend({ personId: id }),
  listLaunchChoices: file,
  launch: file.extend({ personId: id, sourceId: id, app: z.string().max(200), action: z.string().max(64) }),
  listLockHistory: file,
  takeLock: file.extend({ lockId }),
  changeLock: file.extend({ lockId }),
  expireLock: file,
  releaseLock: file,
  savePerson: z.object({
    person,
    rights,
    isAnonymous: z.boolean(),
    licence: z.enum(['consumer', 'business', 'education']).optional(),
  }),
  removePerson: z.object({ personId: id }),
  issueToken: file.extend({
    personId: id,
    ttlSeconds: z
      .int('A lifetime is a whole number of seconds.')
      .min(1, 'A token lives for at least a second.')
      .max(31_536_000, 'A token lives for at most a year.'),
    source: z.string().max(40).optional(),
  }),
  decodeToken: z.object({ accessToken: z.string().trim().min(1, 'Paste a token.').max(8192) }),
  revokeToken: z.object({ tokenId: id }),
  expireToken: z.object({ tokenId: id }),
  addDiscoveryUrl: z.object({ url: address }),
  addDiscoveryFile: z.object({ name: z.string().max(400), text: z.string().max(12 * 1024 * 1024) }),
  refreshDiscovery: z.object({ sourceId: id }),
  removeDiscovery: z.object({ sourceId: id }),
  getDiscovery: z.object({ sourceId: id }),
  buildActionUrl: z.object({ urlsrc: z.string().max(8192), fileId: id, uiLanguage: z.string().max(35) }),
  describeConformance: nothing,
  setTestCases: z.object({ path: z.string().trim().min(1, 'Give the path of the file.').max(4096).nullable() }),
  startConformanceRun: z.object({
    target: conformanceTarget,
    suites: z.array(suite).min(1, 'Choose at least one suite.').max(2),
    category,
    groups: chosen,
    names: chosen,
    includeDelays: z.boolean(),
  }),
  awaitConformanceRun: run.extend({ done: z.int().min(0) }),
  cancelConformanceRun: run,
  listConformanceRuns: nothing,
  getConformanceRun: run,
  getConformanceCase: run.extend({ suite, name: z.string().max(200) }),
  exportConformanceRun: run.extend({ format: z.enum(['junit', 'json', 'markdown']) }),
  removeConformanceRun: run,
  holdClock: nothing,
  resumeClock: nothing,
  jumpClock: z.object({
    milliseconds: z
      .number()
      .positive('The clock only jumps forward.')
      .max(10 * 365 * 86_400_000, 'Ten years are the longest jump.'),
  }),
  resetClock: nothing,
  updateSettings: settings,
  suggestFilter: z.object({ text: z.string().max(10_000), caret: z.int().min(0), source: id.optional() }),
  listSavedViews: nothing,
  saveView: z.object({
    name: z.string().trim().min(1, 'Give the view a name.').max(60, 'A name has at most 60 characters.'),
    shape: viewShape,
  }),
  removeSavedView: z.object({ id }),
} satisfies Record<keyof AdminApi, z.ZodType>;

function checkRedirectUri(text: string): boolean {
  try {
    return (
      new URL(text).hash === '' && !text.includes('#') && !text.startsWith('javascript:') && !text.startsWith('data:')
    );
  } catch {
    return false;
  }
}

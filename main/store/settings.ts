import type { ClockState, IgnoreRule, MutedRule, Publish, Settings } from '../../preload/contract.ts';
import type { Database } from './database.ts';

const MIB = 1024 * 1024;

/** Everything but the folder, which depends on the machine. */
export const DEFAULT_SETTINGS: Omit<Settings, 'folder'> = {
  profile: 'default',
  publicUrl: null,
  hostPort: null,
  adminPort: null,
  editorPort: null,
  maxExchanges: 100_000,
  maxAgeDays: 30,
  maxCaptureBytes: 1024 * MIB,
  maxBodyBytes: 16 * MIB,
  maxVersionBytes: 4096 * MIB,
  maxFileBytes: 4096 * MIB,
  tokenTtlSeconds: 10 * 60 * 60,
  oauthClientId: 'office',
  oauthClientSecret: '',
  oauthRedirectUris: ['https://localhost'],
  oauthTenants: [],
  oauthTokenSeconds: 60 * 60,
  signInCode: '',
  proofMode: 'check',
  theme: 'system',
  isWelcomeDone: false,
  testCasesFile: null,
};

/** Things the app remembers that are no setting of the user. */
interface Remembered {
  clock: ClockState;
  tokenSecret: string;
  editorKeys: { current: string; old: string };
  ignoreRules: IgnoreRule[];
  /** By id of the rule. */
  mutedRules: Record<string, MutedRule>;
}

export interface SettingsStore {
  get(): Settings;
  update(patch: Partial<Settings>): Settings;
  recall<Key extends keyof Remembered>(key: Key): Remembered[Key] | null;
  remember<Key extends keyof Remembered>(key: Key, value: Remembered[Key]): void;
}

export function createSettings(options: {
  database: Database;
  publish: Publish;
  defaultFolder: string;
  overrides: Partial<Settings>;
}): SettingsStore {
  const { database, publish, defaultFolder, overrides } = options;
  const sql = {
    all: database.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings'),
    put: database.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  };
  const stored = new Map(sql.all.all().map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  const saved = Object.fromEntries(
    Object.keys({ folder: '', ...DEFAULT_SETTINGS }).flatMap((key) =>
      stored.has(key) ? [[key, stored.get(key)]] : [],
    ),
  );
  // What the command line says counts for this run, without becoming the saved setting.
  let current: Settings = { ...DEFAULT_SETTINGS, folder: defaultFolder, ...(saved as Partial<Settings>), ...overrides };

  return {
    get: () => current,
    update(patch) {
      database.transaction(() => {
        for (const [key, value] of Object.entries(patch)) sql.put.run(key, JSON.stringify(value));
      })();
      current = { ...current, ...patch };
      publish({ type: 'settings', settings: current });
      return current;
    },
    recall: (key) => (stored.get(`app.${key}`) as Remembered[typeof key] | undefined) ?? null,
    remember(key, value) {
      sql.put.run(`app.${key}`, JSON.stringify(value));
      stored.set(`app.${key}`, value);
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { DiscoverySource, DiscoveryView, LaunchChoice, Publish } from '../../preload/contract.ts';
import type { Sources, StoredSource } from '../store/sources.ts';
import { resolveAction } from '../wopi/protocol/action-url.ts';
import type { Discovery } from '../wopi/protocol/discovery.ts';
import { MAX_DISCOVERY_BYTES, parseDiscovery } from '../wopi/protocol/discovery.ts';
import type { ProofKeys } from '../wopi/protocol/proof.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { parseHttpUrl } from './guarded-fetch.ts';

/** The built-in source: always there, never fetched over the network. */
export const EDITOR_SOURCE = 'editor';
const FETCH_TIMEOUT_MS = 20_000;
const REFRESH_PAUSE_MS = 60_000;
/** Actions that open a document a person chose; the rest of a discovery document is for other callers. */
const OPENING_ACTIONS = [
  'edit',
  'view',
  'editnew',
  'embedview',
  'mobileView',
  'convert',
  'interactivepreview',
  'present',
];

export interface DiscoveryService {
  list(): DiscoverySource[];
  view(sourceId: string): DiscoveryView;
  addUrl(url: string): Promise<DiscoverySource>;
  addFile(name: string, text: string): DiscoverySource;
  refresh(sourceId: string): Promise<DiscoverySource>;
  remove(sourceId: string): void;
  /** Every way to open a file with this extension (with its full stop). */
  choices(extension: string): LaunchChoice[];
  /** The template and icon behind a choice. */
  resolve(input: { sourceId: string; app: string; action: string; extension: string }): {
    urlsrc: string;
    favIconUrl: string | null;
  };
  proofSources(): { name: string; keys: ProofKeys; refresh: () => void }[];
}

interface Loaded {
  stored: StoredSource | null;
  source: DiscoverySource;
  discovery: Discovery | null;
  warnings: string[];
}

interface DiscoveryOptions {
  sources: Sources;
  publish: Publish;
  fetchGuarded: GuardedFetch;
  wallNow: () => number;
  /** The editor's own document and where it is served. */
  editor(): { xml: string; url: string };
}

export function createDiscoveryService({
  sources,
  publish,
  fetchGuarded,
  wallNow,
  editor,
}: DiscoveryOptions): DiscoveryService {
  const loaded = new Map<string, Loaded>(sources.list().map((stored) => [stored.id, load(stored)]));

  let ownDocument: { xml: string; url: string; loaded: Loaded } | undefined;
  /** Asked with every signed request, read again only when the editor changed its keys or address. */
  const refreshedAt = new Map<string, number>();
  const builtIn = (): Loaded => {
    const { xml, url } = editor();
    if (ownDocument?.xml !== xml || ownDocument.url !== url) ownDocument = { xml, url, loaded: readBuiltIn(xml, url) };
    return ownDocument.loaded;
  };
  const readBuiltIn = (xml: string, url: string): Loaded => {
    const parsed = parseDiscovery(xml);
    if (!parsed.ok) throw new Error(`The Sandbox Editor's own discovery cannot be read: ${parsed.reason}`);
    const source: DiscoverySource = {
      id: EDITOR_SOURCE,
      name: 'Sandbox Editor',
      kind: 'editor',
      url,
      loadedAt: null,
      problem: null,
      ...countOf(parsed.discovery),
    };
    return { stored: null, source, discovery: parsed.discovery, warnings: parsed.warnings };
  };
  const all = (): Loaded[] => [builtIn(), ...loaded.values()];
  const get = (sourceId: string): Loaded => {
    const found = sourceId === EDITOR_SOURCE ? builtIn() : loaded.get(sourceId);
    if (!found)
      throw new Error(`There is no discovery source “${sourceId}”; it may have been removed. Choose another one.`);
    return found;
  };
  const put = (stored: StoredSource): DiscoverySource => {
    const entry = load(stored);
    sources.save(stored);
    loaded.set(stored.id, entry);
    publish({ type: 'source', source: entry.source });
    return entry.source;
  };
  /** A failed load keeps the last good document. */
  const fetchInto = async (stored: StoredSource): Promise<StoredSource> => {
    const { bytes } = await fetchGuarded(stored.url ?? '', {
      maxBytes: MAX_DISCOVERY_BYTES,
      timeoutMs: FETCH_TIMEOUT_MS,
    });
    const parsed = parseDiscovery(bytes);
    if (!parsed.ok) throw new Error(parsed.reason);
    return { ...stored, xml: parsed.text, loadedAt: wallNow(), problem: null };
  };

  /** Keys that seem out of date are looked at again, but no request of a client may cause more than this. */
  const refreshSoon = (sourceId: string): void => {
    const stored = loaded.get(sourceId)?.stored;
    if (stored?.kind !== 'url' || (refreshedAt.get(sourceId) ?? 0) > wallNow() - REFRESH_PAUSE_MS) return;
    refreshedAt.set(sourceId, wallNow());
    // Nobody waits for it; what goes wrong is said of the source.
    service.refresh(sourceId).catch(() => undefined);
  };

  const service: DiscoveryService = {
    list: () => all().map(({ source }) => source),
    view(sourceId) {
      const { source, discovery, warnings } = get(sourceId);
      const zones = discovery?.zones ?? [];
      return {
        source,
        warnings,
        proofKeys: discovery?.proofKeys
          ? { value: discovery.proofKeys.value, oldValue: discovery.proofKeys.oldValue }
          : null,
        apps: zones.flatMap((zone) =>
          zone.apps.map((app) => ({
            name: app.name,
            zone: zone.name,
            favIconUrl: app.favIconUrl ?? null,
            checkLicense: app.checkLicense,
          })),
        ),
        actions: zones.flatMap((zone) =>
          zone.apps.flatMap((app) =>
            app.actions.map((action) => ({
              app: app.name,
              zone: zone.name,
              action: action.name,
              extension: action.ext ?? null,
              progid: action.progid ?? null,
              urlsrc: action.urlsrc,
              requires: action.requires,
              isDefault: action.isDefault,
            })),
          ),
        ),
      };
    },
    async addUrl(address) {
      const url = parseHttpUrl(address).href;
      const existing = [...loaded.values()].find(({ stored }) => stored?.url === url)?.stored;
      const stored = existing ?? {
        id: newId(),
        name: new URL(url).host,
        kind: 'url' as const,
        url,
        loadedAt: null,
        problem: null,
        xml: null,
      };
      return put(await fetchInto(stored));
    },
    addFile(name, text) {
      const parsed = parseDiscovery(text);
      if (!parsed.ok) throw new Error(parsed.reason);
      return put({
        id: newId(),
        name: name.slice(0, 200) || 'Discovery file',
        kind: 'file',
        url: null,
        loadedAt: wallNow(),
        problem: null,
        xml: text,
      });
    },
    async refresh(sourceId) {
      const { stored, source } = get(sourceId);
      if (!stored || stored.kind === 'file') return source;
      const fetched = await fetchInto(stored).catch((error: unknown) => ({
        ...stored,
        problem: error instanceof Error ? error.message : String(error),
      }));
      // It may have been removed meanwhile.
      return loaded.has(sourceId) ? put(fetched) : source;
    },
    remove(sourceId) {
      if (sourceId === EDITOR_SOURCE) throw new Error('The Sandbox Editor is built in and cannot be removed.');
      sources.remove(sourceId);
      if (loaded.delete(sourceId)) publish({ type: 'source-removed', sourceId });
    },
    choices(extension) {
      return all().flatMap(({ source, discovery }) => {
        if (!discovery) return [];
        const offered = OPENING_ACTIONS.flatMap((action) => {
          const found = resolveAction(discovery, { extension, action });
          return found && !found.fallback
            ? [{ sourceId: source.id, sourceName: source.name, app: found.app.name, action: found.action.name }]
            : [];
        });
        return offered;
      });
    },
    resolve({ sourceId, app, action, extension }) {
      const { discovery, source } = get(sourceId);
      const found = discovery && resolveAction(discovery, { extension, action });
      if (!found) {
        throw new Error(
          `${source.name} offers no action “${action}” for files ending in “${extension || '(nothing)'}”. Choose one that Discovery lists.`,
        );
      }
      const exact = discovery.zones
        .flatMap((zone) => zone.apps.map((candidate) => ({ candidate, zone })))
        .find(({ candidate, zone }) => candidate.name === app && zone.name === found.zone);
      const chosen =
        exact?.candidate.actions.find((one) => one.name === action && one.ext === found.action.ext) ?? found.action;
      return { urlsrc: chosen.urlsrc, favIconUrl: (exact?.candidate ?? found.app).favIconUrl ?? null };
    },
    proofSources: () =>
      all().flatMap(({ source, discovery }) =>
        discovery?.proofKeys
          ? [{ name: source.name, keys: discovery.proofKeys, refresh: () => refreshSoon(source.id) }]
          : [],
      ),
  };
  return service;
}

function load(stored: StoredSource): Loaded {
  const { id, name, kind, url, loadedAt, problem, xml } = stored;
  const parsed = xml === null ? null : parseDiscovery(xml);
  const discovery = parsed?.ok ? parsed.discovery : null;
  return {
    stored,
    discovery,
    warnings: parsed?.ok ? parsed.warnings : [],
    source: {
      id,
      name,
      kind,
      url,
      loadedAt,
      problem: problem ?? (parsed && !parsed.ok ? parsed.reason : null),
      ...countOf(discovery),
    },
  };
}

function countOf(discovery: Discovery | null): { appCount: number; actionCount: number } {
  const apps = discovery?.zones.flatMap((zone) => zone.apps) ?? [];
  return { appCount: apps.length, actionCount: apps.reduce((sum, app) => sum + app.actions.length, 0) };
}

function newId(): string {
  return randomBytes(6).toString('hex');
}

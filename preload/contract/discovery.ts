// What editors offer, and how one is opened.

export interface DiscoverySource {
  id: string;
  name: string;
  kind: 'editor' | 'url' | 'file';
  url: string | null;
  loadedAt: number | null;
  /** Why the last load failed; the last good answer stays in use. */
  problem: string | null;
  appCount: number;
  actionCount: number;
}

export interface DiscoveryActionRow {
  app: string;
  zone: string;
  action: string;
  extension: string | null;
  progid: string | null;
  urlsrc: string;
  requires: string[];
  isDefault: boolean;
}

export interface DiscoveryView {
  source: DiscoverySource;
  actions: DiscoveryActionRow[];
  apps: { name: string; zone: string; favIconUrl: string | null; checkLicense: boolean }[];
  proofKeys: { value: string; oldValue: string } | null;
  warnings: string[];
}

export interface PlaceholderReading {
  token: string;
  parameter: string;
  outcome: 'filled' | 'dropped' | 'kept';
  value: string | null;
  why: string;
}

export interface ActionUrlReading {
  url: string;
  wopiSrc: string;
  placeholders: PlaceholderReading[];
  warnings: string[];
}

export interface LaunchChoice {
  sourceId: string;
  sourceName: string;
  app: string;
  action: string;
}

export interface LaunchResult {
  /** Good for one use and a short time. */
  pageUrl: string;
  ticketExpiresAt: number;
  /** True when the host opened the system browser itself; otherwise the page opens a new tab. */
  opened: boolean;
}

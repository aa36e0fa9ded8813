import type { ContainerPath, EcosystemPath, FilePath } from './operation.ts';

/** What the path of a request says before anything is known of its sender. */
export type Route =
  | { kind: 'file'; path: FilePath; id: string }
  | { kind: 'container'; path: ContainerPath; id: string }
  | { kind: 'ecosystem'; path: EcosystemPath; id: '' }
  | { kind: 'bootstrapper' };

const RESOURCE = /^\/wopi\/(files|containers)\/([^/]+)(?:\/([a-z_]+))?$/;

// oxfmt-ignore
const FILE_PATHS: Readonly<Record<string, FilePath>> = {
  '':                '/wopi/files/:id',
  contents:          '/wopi/files/:id/contents',
  ancestry:          '/wopi/files/:id/ancestry',
  ecosystem_pointer: '/wopi/files/:id/ecosystem_pointer',
};
// oxfmt-ignore
const CONTAINER_PATHS: Readonly<Record<string, ContainerPath>> = {
  '':                '/wopi/containers/:id',
  children:          '/wopi/containers/:id/children',
  ancestry:          '/wopi/containers/:id/ancestry',
  ecosystem_pointer: '/wopi/containers/:id/ecosystem_pointer',
};
/** The trailing slash is answered, not redirected: no client of the bootstrapper follows a redirect. */
const FIXED = new Map<string, Route>([
  ['/wopi/ecosystem', { kind: 'ecosystem', path: '/wopi/ecosystem', id: '' }],
  [
    '/wopi/ecosystem/root_container_pointer',
    { kind: 'ecosystem', path: '/wopi/ecosystem/root_container_pointer', id: '' },
  ],
  ['/wopibootstrapper', { kind: 'bootstrapper' }],
  ['/wopibootstrapper/', { kind: 'bootstrapper' }],
]);

/** The WOPI paths; an id is decoded once and is nothing but a key. undefined for everything else. */
export function matchRoute(path: string, method: string): Route | undefined {
  if (!path.startsWith('/wopi') || (method !== 'GET' && method !== 'POST' && method !== 'HEAD')) return undefined;
  const match = RESOURCE.exec(path);
  if (!match) return FIXED.get(path);
  const [, collection, text = '', part = ''] = match;
  const id = decodeId(text);
  if (collection === 'files') {
    const found = Object.hasOwn(FILE_PATHS, part) ? FILE_PATHS[part] : undefined;
    return found && { kind: 'file', path: found, id };
  }
  const found = Object.hasOwn(CONTAINER_PATHS, part) ? CONTAINER_PATHS[part] : undefined;
  return found && { kind: 'container', path: found, id };
}

function decodeId(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

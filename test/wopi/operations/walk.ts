import { expect } from 'vitest';
import type { Answer, Sent } from '../../support/http.ts';
import { httpRequest } from '../../support/http.ts';
import type { TestHost } from '../../support/host.ts';

export interface Pointer {
  Name: string;
  Url: string;
}

export interface ContainerInfo {
  Name: string;
  HostUrl: string;
  SharingUrl: string;
  SupportedShareUrlTypes: string[];
  IsEduUser: boolean;
  LicenseCheckForEditIsEnabled: boolean;
  UserCanCreateChildContainer: boolean;
  UserCanCreateChildFile: boolean;
  UserCanDelete: boolean;
  UserCanRename: boolean;
}

export interface Described {
  ContainerPointer: Pointer;
  ContainerInfo: ContainerInfo;
}

export interface Listing {
  ChildContainers: Pointer[];
  ChildFiles: (Pointer & { Version: string; Size: number; LastModifiedTime: string })[];
}

/** A request to an address from an answer, as clients make it: the part goes to the end of the path. */
export function follow(
  host: TestHost,
  url: string,
  part: '' | `/${string}` = '',
  sent: Sent & { override?: string } = {},
): Promise<Answer> {
  const { origin, pathname, search } = new URL(url);
  expect(origin).toBe(host.base);
  const { override, ...request } = sent;
  return httpRequest(host.base, {
    ...request,
    method: request.method ?? (override === undefined ? 'GET' : 'POST'),
    path: `${pathname}${part}${search}`,
    headers: { ...(override === undefined ? {} : { 'X-WOPI-Override': override }), ...request.headers },
  });
}

export async function json<Value>(answer: Promise<Answer>): Promise<Value> {
  const { status, header, text } = await answer;
  expect(`${status} ${text()}`).toMatch(/^200 /);
  expect(header('Content-Type')).toMatch(/^application\/json/);
  return JSON.parse(text()) as Value;
}

export function ancestors(host: TestHost, url: string): Promise<Pointer[]> {
  return json<{ AncestorsWithRootFirst: Pointer[] }>(follow(host, url, '/ancestry')).then(
    ({ AncestorsWithRootFirst }) => AncestorsWithRootFirst,
  );
}

/** WOPISrc and token of a document, as the address that answers give for it. */
export async function fileUrl(host: TestHost, path: string, person = 'owner', ttlSeconds?: number): Promise<string> {
  const { wopiSrc, accessToken } = await host.token(path, person, ttlSeconds);
  return `${wopiSrc}?access_token=${accessToken}`;
}

/** The address of the folder a document lies in. */
export async function folderUrl(host: TestHost, path: string, person = 'owner', ttlSeconds?: number): Promise<string> {
  return (await ancestors(host, await fileUrl(host, path, person, ttlSeconds))).at(-1)?.Url ?? '';
}

export function listing(host: TestHost, url: string, filter?: string): Promise<Listing> {
  return json(follow(host, url, '/children', { headers: { 'X-WOPI-FileExtensionFilterList': filter } }));
}

export function containerInfo(host: TestHost, url: string): Promise<ContainerInfo> {
  return json(follow(host, url));
}

export function tokenOf(url: string): string {
  return new URL(url).searchParams.get('access_token') ?? '';
}

/** When a token ends, in seconds, as its claims say. */
export function expiryOf(url: string): number {
  const [, payload = ''] = tokenOf(url).split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number }).exp;
}

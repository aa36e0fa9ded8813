import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestHost } from '../../../support/host.ts';
import { startHost } from '../../../support/host.ts';
import type { Described } from '../walk.ts';
import { containerInfo, expiryOf, fileUrl, folderUrl, follow, json, listing, tokenOf } from '../walk.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'Projects/plan.docx': 'plan' } });
});
afterAll(() => host.stop());

const ecosystem = async (from: string): Promise<string> =>
  (await json<{ Url: string }>(follow(host, from, '/ecosystem_pointer'))).Url;

describe('GetEcosystem', () => {
  it('leads from a file and from a folder to the same address', async () => {
    for (const from of [await fileUrl(host, 'Projects/plan.docx'), await folderUrl(host, 'Projects/plan.docx')]) {
      const { pathname, hash } = new URL(await ecosystem(from));
      expect([pathname, hash]).toEqual(['/wopi/ecosystem', '']);
    }
  });

  it('gives a token that ends with the one of the call', async () => {
    const from = await fileUrl(host, 'Projects/plan.docx', 'owner', 900);
    const url = await ecosystem(from);
    expect(expiryOf(url)).toBe(expiryOf(from));
    host.clock.advance(900_000);
    expect((await follow(host, url)).status).toBe(401);
  });
});

describe('CheckEcosystem', () => {
  it('says what CheckFileInfo says of containers', async () => {
    const file = await fileUrl(host, 'Projects/plan.docx');
    expect(await json(follow(host, await ecosystem(file)))).toEqual({ SupportsContainers: true });
    expect(await json(follow(host, file))).toMatchObject({
      SupportsContainers: true,
      SupportsEcosystem: true,
      SupportsDeleteFile: true,
    });
  });

  it('is opened by no other token, and its token opens nothing else', async () => {
    const file = await fileUrl(host, 'Projects/plan.docx');
    const url = await ecosystem(file);
    const { ContainerPointer } = await json<Described>(follow(host, url, '/root_container_pointer'));
    for (const other of [file, ContainerPointer.Url]) {
      expect((await follow(host, `${host.base}/wopi/ecosystem?access_token=${tokenOf(other)}`)).status).toBe(401);
      expect((await follow(host, `${other.split('?')[0] ?? ''}?access_token=${tokenOf(url)}`)).status).toBe(401);
    }
    expect((await follow(host, `${host.base}/wopi/ecosystem`)).status).toBe(401);
  });

  it.each(['GET_WOPI_SRC_WITH_ACCESS_TOKEN', 'LOCK'])('%s on it answers 501', async (override) => {
    const url = await ecosystem(await fileUrl(host, 'Projects/plan.docx'));
    expect((await follow(host, url, '', { override })).status).toBe(501);
  });
});

describe('GetRootContainer', () => {
  it('names the shared folder and says everything of it', async () => {
    const url = await ecosystem(await fileUrl(host, 'Projects/plan.docx'));
    const { ContainerPointer, ContainerInfo } = await json<Described>(follow(host, url, '/root_container_pointer'));
    expect(ContainerPointer.Name).toBe(ContainerInfo.Name);
    expect(ContainerInfo).toMatchObject({ UserCanDelete: false, UserCanRename: false, UserCanCreateChildFile: true });
    expect(await containerInfo(host, ContainerPointer.Url)).toEqual(ContainerInfo);
    expect((await listing(host, ContainerPointer.Url)).ChildContainers.map(({ Name }) => Name)).toEqual(['Projects']);
    expect(expiryOf(ContainerPointer.Url)).toBe(expiryOf(url));
  });

  it('tells a reader what a reader may do', async () => {
    const url = await ecosystem(await fileUrl(host, 'Projects/plan.docx', 'reader'));
    const { ContainerInfo } = await json<Described>(follow(host, url, '/root_container_pointer'));
    expect(ContainerInfo).toMatchObject({ UserCanCreateChildFile: false, UserCanCreateChildContainer: false });
  });
});

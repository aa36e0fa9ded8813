import { stringAt } from '../json-path.ts';
import type { Json } from '../relaxed-json.ts';
import { containerCase, makeFile } from './containers.ts';
import { checkFileInfo, enumerateAncestors, enumerateChildren, page, putFile } from './operations.ts';
import { createFolder, expectUrl, freshName, idOf } from './steps.ts';
import type { OwnCase, Reply } from './trial.ts';

const link = (name: string): string => page(`rest/containers/${name}`);

/** What folders contain and where they are. */
export const LISTING_CASES: readonly OwnCase[] = [
  containerCase(
    'EnumerateChildren.Filter',
    link('enumeratechildren'),
    'The extension filter keeps files of its extensions only, and every folder.',
    async (t, parent) => {
      const folder = await createFolder(t, parent);
      await makeFile(t, folder.url, freshName('.wopitestx'));
      await makeFile(t, folder.url, freshName('.wopitest'));
      const inner = await createFolder(t, folder.url);
      const reply = t.expectStatus(await enumerateChildren(t, folder.url, '.wopitestx'), 200);
      const names = list(reply, 'ChildFiles').map((child) => stringAt(child, 'Name'));
      t.expect(
        reply,
        names.length === 1 && (names[0] ?? '').endsWith('.wopitestx'),
        'The filter does not keep exactly the files of its extension.',
        '1 file .wopitestx',
        names,
      );
      const folders = list(reply, 'ChildContainers').map((child) => stringAt(child, 'Name'));
      t.expect(
        reply,
        folders.includes(inner.reply.text('ContainerPointer.Name')),
        'Folders must not be filtered.',
        inner.reply.at('ContainerPointer.Name'),
        folders,
      );
    },
  ),
  containerCase(
    'EnumerateChildren.FilterCase',
    link('enumeratechildren'),
    'The filter ignores letter case, and takes several extensions.',
    async (t, parent) => {
      const folder = await createFolder(t, parent);
      await makeFile(t, folder.url, freshName('.wopitestx'));
      await makeFile(t, folder.url, freshName('.wopitest'));
      const one = t.expectStatus(await enumerateChildren(t, folder.url, '.WOPITESTX'), 200);
      t.expect(
        one,
        list(one, 'ChildFiles').length === 1,
        'The filter looks at letter case.',
        1,
        list(one, 'ChildFiles').length,
      );
      const both = t.expectStatus(await enumerateChildren(t, folder.url, '.wopitest,.wopitestx'), 200);
      t.expect(
        both,
        list(both, 'ChildFiles').length === 2,
        'The filter does not take two extensions.',
        2,
        list(both, 'ChildFiles').length,
      );
      const none = t.expectStatus(await enumerateChildren(t, folder.url, '.docx'), 200);
      t.expect(
        none,
        list(none, 'ChildFiles').length === 0,
        'A filter that fits nothing gives files.',
        0,
        list(none, 'ChildFiles').length,
      );
    },
  ),
  containerCase(
    'EnumerateChildren.Empty',
    link('enumeratechildren'),
    'An empty folder has two empty lists.',
    async (t, parent) => {
      const { url } = await createFolder(t, parent);
      const reply = t.expectStatus(await enumerateChildren(t, url), 200);
      for (const name of ['ChildFiles', 'ChildContainers']) {
        const value = reply.at(name);
        t.expect(
          reply,
          Array.isArray(value) && value.length === 0,
          `${name} of an empty folder is no empty list.`,
          '[]',
          value,
        );
      }
    },
  ),
  containerCase(
    'EnumerateChildren.Truth',
    link('enumeratechildren'),
    'Name, version and size of a listed file are those of CheckFileInfo; times are in round-trip form.',
    async (t, parent) => {
      const folder = await createFolder(t, parent);
      const { url } = await makeFile(t, folder.url);
      t.expectStatus(await putFile(t, 'seven b', undefined, { at: url }), 200);
      const info = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      const reply = t.expectStatus(await enumerateChildren(t, folder.url), 200);
      for (const [listed, said] of [
        ['Name', 'BaseFileName'],
        ['Version', 'Version'],
        ['Size', 'Size'],
      ] as const)
        t.expect(
          reply,
          reply.at(`ChildFiles[0].${listed}`) === info.at(said),
          `${listed} is not what CheckFileInfo says.`,
          info.at(said),
          reply.at(`ChildFiles[0].${listed}`),
        );
      const time = reply.at('ChildFiles[0].LastModifiedTime');
      if (time !== undefined)
        t.expect(
          reply,
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(typeof time === 'string' ? time : ''),
          'LastModifiedTime is no ISO 8601 time in UTC.',
          '2009-06-15T13:45:30.0000000Z',
          time,
        );
      t.expectStatus(await checkFileInfo(t, { at: expectUrl(t, reply, 'ChildFiles[0].Url') }), 200);
    },
  ),
  containerCase(
    'EnumerateChildren.OnlyImmediate',
    link('enumeratechildren'),
    'Files of folders inside are not listed.',
    async (t, parent) => {
      const outer = await createFolder(t, parent);
      const inner = await createFolder(t, outer.url);
      await makeFile(t, inner.url);
      const reply = t.expectStatus(await enumerateChildren(t, outer.url), 200);
      t.expect(
        reply,
        list(reply, 'ChildFiles').length === 0,
        'Files of inner folders are listed.',
        0,
        list(reply, 'ChildFiles').length,
      );
      t.expect(
        reply,
        list(reply, 'ChildContainers').length === 1,
        'The inner folder is not listed once.',
        1,
        list(reply, 'ChildContainers').length,
      );
    },
  ),
  containerCase(
    'EnumerateAncestors.Order',
    link('enumerateancestors'),
    'Ancestors come root first, the direct parent last, and without the folder itself.',
    async (t, parent) => {
      const outer = await createFolder(t, parent);
      const inner = await createFolder(t, outer.url);
      const above = t.expectStatus(await enumerateAncestors(t, parent), 200);
      const reply = t.expectStatus(await enumerateAncestors(t, inner.url), 200);
      const ids = list(reply, 'AncestorsWithRootFirst').map((one) => idOf(stringAt(one, 'Url')));
      const expected = [
        ...list(above, 'AncestorsWithRootFirst').map((one) => idOf(stringAt(one, 'Url'))),
        idOf(parent),
        idOf(outer.url),
      ];
      t.expect(
        reply,
        JSON.stringify(ids) === JSON.stringify(expected),
        'These are not the folders from the root down to the parent.',
        expected,
        ids,
      );
    },
  ),
  containerCase(
    'EnumerateAncestors.Root',
    link('enumerateancestors'),
    'The root has no ancestors: an empty list, status 200.',
    async (t) => {
      const ofFile = t.expectStatus(await enumerateAncestors(t), 200);
      const root = expectUrl(t, ofFile, 'AncestorsWithRootFirst[0].Url');
      const reply = t.expectStatus(await enumerateAncestors(t, root), 200);
      t.expect(
        reply,
        list(reply, 'AncestorsWithRootFirst').length === 0 && Array.isArray(reply.at('AncestorsWithRootFirst')),
        'The first ancestor is not the root: it has ancestors itself.',
        '[]',
        reply.at('AncestorsWithRootFirst'),
      );
    },
  ),
];

function list(reply: Reply, path: string): Json[] {
  const found = reply.at(path);
  return Array.isArray(found) ? found : [];
}

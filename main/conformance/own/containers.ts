import { WopiHeader } from '../../wopi/protocol/headers.ts';
import {
  checkContainerInfo,
  checkFileInfo,
  createChildContainer,
  createChildFile,
  deleteContainer,
  page,
  putFile,
  renameContainer,
} from './operations.ts';
import { createFolder, expectUrl, freshName, parentContainer, removeLater } from './steps.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const link = (name: string): string => page(`rest/containers/${name}`);

/** Folders: what the cases of Microsoft create, list and rename without looking closely. */
export const CONTAINER_CASES: readonly OwnCase[] = [
  containerCase(
    'CreateChildFile.ZeroSize',
    link('createchildfile'),
    'A created file has no bytes, and PutFile without a lock fills it.',
    async (t, parent) => {
      const { url } = await makeFile(t, parent);
      const info = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      t.expectValue(info, 'Size', 0, 'A file that was just created has bytes.');
      t.expectStatus(await putFile(t, 'first content', undefined, { at: url }), 200);
    },
  ),
  containerCase(
    'CreateChildFile.Accents',
    link('createchildfile'),
    'A name in UTF-7 runs becomes the real one.',
    async (t, parent) => {
      const wanted = freshName('.wopitestx', '文件 résumé');
      const { reply } = await makeFile(t, parent, wanted);
      t.expectValue(reply, 'Name', wanted, 'The file got another name.');
    },
  ),
  containerCase(
    'CreateChildFile.Illegal',
    link('createchildfile'),
    'An exact name that cannot be is refused with 400.',
    async (t, parent) => {
      const reply = await createChildFile(t, parent, { exact: '../own-escape.wopitestx' });
      if (reply.status === 200) removeLater(t, reply.text('Url'));
      t.expectStatus(reply, 400);
    },
  ),
  containerCase(
    'CreateChildFile.Suggested',
    link('createchildfile'),
    'A suggestion is never refused, and keeps its extension.',
    async (t, parent) => {
      const reply = t.expectStatus(await createChildFile(t, parent, { suggested: 'a<b>|../own?.wopitestx' }), 200);
      removeLater(t, expectUrl(t, reply, 'Url'));
      const name = reply.text('Name');
      t.expect(
        reply,
        name.endsWith('.wopitestx') && !/[\\/]/.test(name),
        'The name is not one plain file name with the extension.',
        '….wopitestx',
        name,
      );
    },
  ),
  containerCase(
    'DeleteContainer.NotEmpty',
    link('deletecontainer'),
    'A folder with a file in it is not deleted: 409, and the file stays.',
    async (t, parent) => {
      const folder = await createFolder(t, parent);
      const { url } = await makeFile(t, folder.url);
      t.expectStatus(await deleteContainer(t, folder.url), 409);
      t.expectStatus(await checkFileInfo(t, { at: url }), 200);
    },
  ),
  containerCase(
    'DeleteContainer.WithFolder',
    link('deletecontainer'),
    'A folder with a folder in it is not deleted either.',
    async (t, parent) => {
      const outer = await createFolder(t, parent);
      const inner = await createFolder(t, outer.url);
      t.expectStatus(await deleteContainer(t, outer.url), 409);
      t.expectStatus(await checkContainerInfo(t, inner.url), 200);
    },
  ),
  containerCase(
    'DeleteContainer.Twice',
    link('deletecontainer'),
    'A deleted folder is gone: 404 from then on.',
    async (t, parent) => {
      const { url } = await createFolder(t, parent);
      t.expectStatus(await deleteContainer(t, url), 200);
      t.expectStatus(await checkContainerInfo(t, url), 404);
      t.expectStatus(await deleteContainer(t, url), 404);
    },
  ),
  containerCase(
    'CreateChildContainer.BothTargets',
    link('createchildcontainer'),
    'Two target headers exclude each other: 501.',
    async (t, parent) => {
      const name = freshName('', 'folder');
      const reply = await createChildContainer(t, parent, { suggested: name, exact: name });
      if (reply.status === 200) t.later(() => deleteContainer(t, reply.text('ContainerPointer.Url')));
      t.expectStatus(reply, 501);
    },
  ),
  containerCase(
    'CreateChildContainer.Suggested',
    link('createchildcontainer'),
    'A suggestion is never refused, and stays in the folder.',
    async (t, parent) => {
      const { reply } = await createFolder(t, parent, { suggested: '../own:escape?' });
      const name = reply.text('ContainerPointer.Name');
      t.expect(
        reply,
        name !== '' && !/[\\/]/.test(name),
        'The name is not one plain folder name.',
        'a plain name',
        name,
      );
    },
  ),
  containerCase(
    'CreateChildContainer.Illegal',
    link('createchildcontainer'),
    'An exact name that cannot be is refused with 400.',
    async (t, parent) => {
      const reply = await createChildContainer(t, parent, { exact: '../own-escape' });
      if (reply.status === 200) t.later(() => deleteContainer(t, reply.text('ContainerPointer.Url')));
      t.expectStatus(reply, 400);
    },
  ),
  containerCase(
    'CreateChildContainer.Info',
    link('createchildcontainer'),
    'ContainerInfo, when sent, is CheckContainerInfo of the new folder.',
    async (t, parent) => {
      const { reply, url } = await createFolder(t, parent, { exact: freshName('', 'Ordner Ü') });
      const info = t.expectStatus(await checkContainerInfo(t, url), 200);
      t.expectValue(info, 'Name', reply.at('ContainerPointer.Name'), 'CheckContainerInfo says another name.');
      t.advise(
        reply,
        reply.at('ContainerInfo') !== undefined,
        'Without ContainerInfo the client has to ask again.',
        'ContainerInfo',
        undefined,
      );
      if (reply.at('ContainerInfo') !== undefined)
        t.expectValue(reply, 'ContainerInfo.Name', info.at('Name'), 'ContainerInfo is of another folder.');
    },
  ),
  containerCase(
    'RenameContainer.KeepsIds',
    link('renamecontainer'),
    'After a folder was renamed its address and those of everything in it still work.',
    async (t, parent) => {
      const outer = await createFolder(t, parent);
      const inner = await createFolder(t, outer.url);
      const file = await makeFile(t, inner.url);
      const wanted = freshName('', 'umbenannt Ü');
      const reply = t.expectStatus(await renameContainer(t, outer.url, wanted), 200);
      t.expectValue(reply, 'Name', wanted, 'Name is not the new one.');
      const info = t.expectStatus(await checkContainerInfo(t, outer.url), 200);
      t.expectValue(info, 'Name', wanted, 'The old address does not show the new name.');
      t.expectStatus(await checkContainerInfo(t, inner.url), 200);
      t.expectStatus(await checkFileInfo(t, { at: file.url }), 200);
    },
  ),
  containerCase(
    'RenameContainer.Taken',
    link('renamecontainer'),
    'A folder cannot take the name of its neighbour: 409.',
    async (t, parent) => {
      const first = await createFolder(t, parent);
      const second = await createFolder(t, parent);
      t.expectStatus(await renameContainer(t, second.url, first.reply.text('ContainerPointer.Name')), 409);
    },
  ),
  containerCase(
    'RenameContainer.Illegal',
    link('renamecontainer'),
    'An impossible name is refused with 400.',
    async (t, parent) => {
      const { url } = await createFolder(t, parent);
      const reply = t.expectStatus(await renameContainer(t, url, '../own-escape'), 400);
      t.advise(
        reply,
        reply.header(WopiHeader.InvalidContainerNameError) !== undefined,
        'The reason is missing.',
        WopiHeader.InvalidContainerNameError,
        undefined,
      );
    },
  ),
  containerCase(
    'Licence',
    link('checkcontainerinfo'),
    'IsEduUser and LicenseCheckForEditIsEnabled are sent for folders, and agree with the file.',
    async (t, parent) => {
      const folder = t.expectStatus(await checkContainerInfo(t, parent), 200);
      const file = t.expectStatus(await checkFileInfo(t), 200);
      for (const name of ['IsEduUser', 'LicenseCheckForEditIsEnabled']) {
        const [ofFolder, ofFile] = [folder.at(name), file.at(name)];
        t.expect(folder, typeof ofFolder === 'boolean', `${name} is not sent.`, 'true or false', ofFolder);
        t.expect(
          folder,
          ofFolder === (ofFile ?? false),
          `${name} differs between folder and file.`,
          ofFile ?? false,
          ofFolder,
        );
      }
    },
  ),
];

/** A case that works in the folder of the file under test. */
export function containerCase(
  name: string,
  spec: string,
  description: string,
  run: (trial: Trial, parent: string) => Promise<void>,
): OwnCase {
  return {
    group: 'Own.Containers',
    name: `own.${name}`,
    category: 'WopiCore',
    description,
    spec,
    needs: ['SupportsContainers', 'SupportsDeleteFile', 'UserCanWrite'],
    run: async (trial) => run(trial, await parentContainer(trial)),
  };
}

/** A file in a folder, deleted when the case has ended. */
export async function makeFile(
  trial: Trial,
  folder: string,
  name = freshName(),
): Promise<{ reply: Reply; url: string }> {
  const reply = trial.expectStatus(await createChildFile(trial, folder, { exact: name }), 200);
  const url = expectUrl(trial, reply, 'Url');
  removeLater(trial, url);
  return { reply, url };
}

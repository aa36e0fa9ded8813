import { ancestorUrls, idOfUrl } from '../../memory.ts';
import { rule } from '../../rule.ts';
import { shown } from '../../words.ts';

export const ancestorOrder = rule({
  id: 'ancestor-order',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [73],
  title: 'The ancestors are in the wrong order',
  what: 'AncestorsWithRootFirst begins with the root and ends with the direct parent. Here the root is missing or not first, or the container itself is in the list.',
  why: 'Mobile and desktop Office show the wrong folder.',
  fix: 'List all containers from the root down to the parent, without the item itself.',
  spec: 'rest/files/enumerateancestors',
  on: ['EnumerateAncestors'],
  inspect(now, { rootContainer }) {
    if (!now.result) return null;
    const ids = ancestorUrls(now.result).map(idOfUrl);
    if (now.target?.startsWith('containers/') && ids.includes(now.target))
      return 'The container is listed as its own ancestor.';
    if (rootContainer === null || ids.length === 0 || now.target === rootContainer || ids[0] === rootContainer)
      return null;
    return ids.includes(rootContainer) ? 'The root is listed, but not first.' : 'The root is not listed.';
  },
  good: [['root first', ['GetRootContainer'], ['EnumerateAncestors']]],
  bad: [
    [
      'root last',
      ['GetRootContainer'],
      [
        'EnumerateAncestors',
        {
          body: {
            AncestorsWithRootFirst: [
              { Name: 'B', Url: 'https://host.example/wopi/containers/b?access_token=t' },
              { Name: 'All', Url: 'https://host.example/wopi/containers/root?access_token=t' },
            ],
          },
        },
      ],
    ],
    [
      'itself',
      [
        'ContainerAncestors',
        {
          file: 'b',
          token: 'folder',
          body: {
            AncestorsWithRootFirst: [{ Name: 'B', Url: 'https://host.example/wopi/containers/b?access_token=t' }],
          },
        },
      ],
    ],
  ],
});

export const fileNotListed = rule({
  id: 'file-not-in-its-folder',
  severity: 'warning',
  topic: 'names',
  side: 'host',
  mistakes: [74],
  title: 'A file is not in the list of its own folder',
  what: 'EnumerateAncestors named this folder as the parent of a file, and EnumerateChildren of the folder does not list the file.',
  why: 'The validator looks for its test file there, and people look for theirs. A filter or a permission hides it.',
  fix: 'List every file of the folder that the person may see; apply X-WOPI-FileExtensionFilterList without case.',
  spec: 'rest/containers/enumeratechildren',
  on: ['EnumerateChildren'],
  inspect(now, { childOf }) {
    if (
      !now.result ||
      now.header('X-WOPI-FileExtensionFilterList') !== null ||
      now.answered('X-WOPI-EnumerationIncomplete') !== null
    )
      return null;
    const list = now.result['ChildFiles'];
    if (!childOf || !Array.isArray(list)) return null;
    const isListed = JSON.stringify(list).includes(`/files/${childOf.slice('files/'.length)}`);
    return isListed ? null : `${shown(childOf.slice(6))} is a child of this folder and is not listed.`;
  },
  good: [
    [
      'listed',
      ['EnumerateAncestors'],
      [
        'EnumerateChildren',
        {
          file: 'root',
          token: 'folder-token',
          body: {
            ChildContainers: [],
            ChildFiles: [{ Name: 'Report.docx', Url: 'https://host.example/wopi/files/doc1?access_token=t' }],
          },
        },
      ],
    ],
  ],
  bad: [['missing', ['EnumerateAncestors'], ['EnumerateChildren', { file: 'root', token: 'folder-token' }]]],
});

export const fullContainerDeleted = rule({
  id: 'full-container-deleted',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [75],
  title: 'A folder with content is deleted',
  what: 'EnumerateChildren listed children, and DeleteContainer was answered with 200 or 500 instead of 409.',
  why: 'Documents vanish that nobody wanted to delete.',
  fix: 'Answer 409 as long as the container has children.',
  spec: 'rest/containers/deletecontainer',
  on: ['DeleteContainer'],
  inspect(now, { file: { children }, lastDeletion }) {
    const isCurrent = children !== null && children.exchangeId > lastDeletion;
    if (!isCurrent || children.names.length === 0 || (now.status !== 200 && now.status !== 500)) return null;
    return `It had ${children.names.length} children, among them ${shown(children.names[0] ?? '')}; the answer is ${now.status}.`;
  },
  outranks: ['host-failed'],
  good: [
    [
      'refused',
      ['EnumerateChildren', { file: 'b', token: 'folder', body: { ChildFiles: [{ Name: 'a.docx', Url: 'x' }] } }],
      ['DeleteContainer', { file: 'b', token: 'folder', status: 409 }],
    ],
  ],
  bad: [
    [
      'deleted',
      ['EnumerateChildren', { file: 'b', token: 'folder', body: { ChildFiles: [{ Name: 'a.docx', Url: 'x' }] } }],
      ['DeleteContainer', { file: 'b', token: 'folder' }],
    ],
  ],
});

import type { FileRow } from '../../preload/contract.ts';
import { folderOf } from './names.ts';

/** One folder of the shared tree; the shared folder itself has the path ''. */
export interface FolderNode {
  path: string;
  name: string;
  /** 1 for the shared folder, as aria-level counts. */
  level: number;
  children: FolderNode[];
  /** Files in this folder and everything below. */
  fileCount: number;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function compareNames(left: string, right: string): number {
  return byName.compare(left, right);
}

/** Builds the tree from the listed folders and, should a listing lag behind, from the folders the files lie in. */
export function folderTree(folders: readonly string[], files: readonly FileRow[], rootName: string): FolderNode {
  const root: FolderNode = { path: '', name: rootName, level: 1, children: [], fileCount: 0 };
  const nodes = new Map<string, FolderNode>([['', root]]);

  const nodeAt = (path: string): FolderNode => {
    const known = nodes.get(path);
    if (known) return known;
    const parent = nodeAt(folderOf(path));
    const node = {
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      level: parent.level + 1,
      children: [],
      fileCount: 0,
    };
    parent.children.push(node);
    nodes.set(path, node);
    return node;
  };

  for (const folder of folders) nodeAt(folder);
  for (const file of files) nodeAt(folderOf(file.path)).fileCount += 1;
  finish(root);
  return root;
}

/** Sorts every level and adds the counts up; returns the count of the node. */
function finish(node: FolderNode): number {
  node.children.sort((left, right) => compareNames(left.name, right.name));
  for (const child of node.children) node.fileCount += finish(child);
  return node.fileCount;
}

/** The rows a tree shows: children of closed folders are left out. */
export function visibleFolders(root: FolderNode, open: ReadonlySet<string>): FolderNode[] {
  const rows: FolderNode[] = [];
  const visit = (node: FolderNode): void => {
    rows.push(node);
    if (open.has(node.path)) for (const child of node.children) visit(child);
  };
  visit(root);
  return rows;
}

/** The folder and every folder above it: what must be open for it to be seen. */
export function withAncestors(path: string): string[] {
  const paths = [''];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    paths.push(path.slice(0, slash));
  if (path !== '') paths.push(path);
  return paths;
}

export function isWithin(filePath: string, folder: string): boolean {
  return folder === '' || filePath.startsWith(`${folder}/`);
}

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ChevronDown12Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight12Regular } from '@fluentui/react-icons/svg/chevron-right';
import { Folder16Regular } from '@fluentui/react-icons/svg/folder';
import { formatCount } from '../ui/format.ts';
import { folderOf } from './names.ts';
import { visibleFolders, withAncestors, type FolderNode } from './tree.ts';

interface FolderTreeProps {
  root: FolderNode;
  folder: string;
  onChoose(folder: string): void;
}

/** The folders as a tree in the sense of ARIA: one tab stop, arrows walk and open. */
export function FolderTree({ root, folder, onChoose }: FolderTreeProps): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(withAncestors(folder)));
  const rows = useMemo(() => visibleFolders(root, open), [root, open]);
  const tree = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);

  useEffect(() => {
    if (!hasFocus.current) return;
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(folder)}"]`)?.focus();
  }, [folder]);

  function setOpenness(path: string, isOpen: boolean): void {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
    // A chosen folder must not vanish into the one that closes over it.
    if (!isOpen && folder !== path && withAncestors(folder).includes(path)) onChoose(path);
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = rows.findIndex(({ path }) => path === folder);
    const node = rows[index];
    if (!node) return;
    const isOpen = open.has(node.path);
    const go = (target: FolderNode | undefined): void => {
      if (target) onChoose(target.path);
    };
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(rows[index + 1]),
      ArrowUp: () => go(rows[index - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => (isOpen || node.children.length === 0 ? go(node.children[0]) : setOpenness(node.path, true)),
      ArrowLeft: () => {
        if (isOpen && node.children.length > 0) setOpenness(node.path, false);
        else if (node.path !== '') onChoose(folderOf(node.path));
      },
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  return (
    <div
      ref={tree}
      className="ws-folders"
      role="tree"
      aria-label="Folders"
      tabIndex={-1}
      onKeyDown={press}
      onFocus={() => (hasFocus.current = true)}
      onBlur={() => (hasFocus.current = false)}
    >
      {rows.map((node) => {
        const isChosen = node.path === folder;
        const isOpen = open.has(node.path);
        return (
          <div
            key={node.path}
            role="treeitem"
            data-path={node.path}
            className="ws-folder"
            tabIndex={isChosen ? 0 : -1}
            aria-level={node.level}
            aria-selected={isChosen}
            aria-expanded={node.children.length > 0 ? isOpen : undefined}
            style={{ paddingInlineStart: 4 + (node.level - 1) * 16 }}
            title={node.path === '' ? node.name : node.path}
            onClick={() => onChoose(node.path)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onChoose(node.path);
            }}
          >
            <span
              className="ws-folder-arrow"
              aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation();
                setOpenness(node.path, !isOpen);
              }}
            >
              {node.children.length === 0 ? null : isOpen ? <ChevronDown12Regular /> : <ChevronRight12Regular />}
            </span>
            <Folder16Regular aria-hidden="true" />
            <span className="ws-clip">{node.name}</span>
            <span className="ws-folder-count ws-mono">
              {formatCount(node.fileCount)}
              <span className="ws-hidden">{node.fileCount === 1 ? ' file' : ' files'}</span>
            </span>
          </div>
        );
      })}
    </div>
  );
}

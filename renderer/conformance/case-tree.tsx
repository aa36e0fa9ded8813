import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ChevronDown12Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight12Regular } from '@fluentui/react-icons/svg/chevron-right';
import { Marks } from '../findings/severity.tsx';
import { caseKey } from '../state/conformance.ts';
import { formatDuration, plural } from '../ui/format.ts';
import { visibleRows, type GroupNode, type TreeRow } from './tree.ts';
import { Counts, VerdictIcon } from './verdict.tsx';
import '../findings/marks.css';
import './case-tree.css';

interface CaseTreeProps {
  groups: readonly GroupNode[];
  /** Then every group is open: what was looked for stands in sight. */
  isFiltered: boolean;
  caseParam: string | null;
  onCase(key: string): void;
}

/** Groups and their cases as a tree in the sense of ARIA: one tab stop, arrows walk and open. */
export function CaseTree({ groups, isFiltered, caseParam, onCase }: CaseTreeProps): ReactNode {
  /** Groups that the person opened or closed; the others are open when something failed in them. */
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState<string | null>(caseParam);
  const tree = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);

  const rows = useMemo(() => {
    const isOpen = (group: GroupNode): boolean =>
      touched.get(group.key) ??
      (isFiltered || group.counts.failed > 0 || group.cases.some((row) => caseKey(row) === caseParam));
    return visibleRows(groups, isOpen);
  }, [groups, touched, isFiltered, caseParam]);
  const activeRow = rows.find(({ key }) => key === active) ?? rows.find(({ key }) => key === caseParam) ?? rows[0];

  useEffect(() => {
    if (!hasFocus.current || active === null) return;
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active)}"]`)?.focus();
  }, [active]);

  // A case of a sent link comes into sight once.
  const linked = useRef(caseParam);
  useEffect(() => {
    if (linked.current === null) return;
    const element = tree.current?.querySelector(`[data-key="${CSS.escape(linked.current)}"]`);
    if (!element) return;
    element.scrollIntoView({ block: 'nearest' });
    linked.current = null;
  }, [rows]);

  function setOpen(group: GroupNode, isOpen: boolean): void {
    setTouched(new Map(touched).set(group.key, isOpen));
    if (!isOpen) setActive(group.key);
  }
  function choose(row: TreeRow): void {
    setActive(row.key);
    if (row.kind === 'case') onCase(row.key);
  }

  function act(row: TreeRow): void {
    choose(row);
    if (row.kind === 'group') setOpen(row.group, !row.isOpen);
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !activeRow) return;
    const index = rows.indexOf(activeRow);
    const walk = (row: TreeRow | undefined): void => {
      if (row) choose(row);
    };
    const moves: Record<string, () => void> = {
      ArrowDown: () => walk(rows[index + 1]),
      ArrowUp: () => walk(rows[index - 1]),
      Home: () => walk(rows[0]),
      End: () => walk(rows.at(-1)),
      ArrowRight: () => {
        if (activeRow.kind !== 'group') return;
        if (activeRow.isOpen) walk(rows[index + 1]);
        else setOpen(activeRow.group, true);
      },
      ArrowLeft: () => {
        if (activeRow.kind === 'case') walk(rows.find(({ key }) => key === activeRow.group.key));
        else if (activeRow.isOpen) setOpen(activeRow.group, false);
      },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  return (
    <>
      <div className="ws-case-heads" aria-hidden="true">
        <span>Passed</span>
        <span>Failed</span>
        <span>Skipped</span>
        <span>Warnings</span>
      </div>
      <div
        ref={tree}
        className="ws-case-tree"
        role="tree"
        aria-label="Cases"
        tabIndex={-1}
        onKeyDown={press}
        onFocus={() => (hasFocus.current = true)}
        onBlur={() => (hasFocus.current = false)}
      >
        {rows.map((row) => {
          const isChosen = row.kind === 'case' && row.key === caseParam;
          return (
            <div
              key={row.key}
              role="treeitem"
              data-key={row.key}
              className="ws-case-row"
              data-kind={row.kind}
              tabIndex={row === activeRow ? 0 : -1}
              aria-level={row.kind === 'group' ? 1 : 2}
              aria-selected={isChosen}
              aria-expanded={row.kind === 'group' ? row.isOpen : undefined}
              onClick={() => act(row)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                act(row);
              }}
            >
              {row.kind === 'group' ? <GroupLine row={row} /> : <CaseLine row={row} />}
            </div>
          );
        })}
      </div>
    </>
  );
}

function GroupLine({ row: { group, isOpen } }: { row: Extract<TreeRow, { kind: 'group' }> }): ReactNode {
  return (
    <>
      <span className="ws-case-arrow" aria-hidden="true">
        {isOpen ? <ChevronDown12Regular /> : <ChevronRight12Regular />}
      </span>
      <span className="ws-clip ws-group-name" title={group.name}>
        {group.name}
      </span>
      <Counts counts={group.counts} />
    </>
  );
}

function CaseLine({ row: { row } }: { row: Extract<TreeRow, { kind: 'case' }> }): ReactNode {
  return (
    <>
      <VerdictIcon verdict={row.verdict} />
      <span className="ws-clip ws-case-name" title={row.name}>
        {row.name}
      </span>
      {row.reason === null ? null : (
        <span className="ws-clip ws-case-reason" title={row.reason}>
          {row.reason}
        </span>
      )}
      <span className="ws-case-end">
        {row.marks ? <Marks marks={row.marks} /> : null}
        {row.warningCount === 0 ? null : (
          <span className="ws-warn" title={plural(row.warningCount, 'warning')}>
            ⚠ {row.warningCount}
            <span className="ws-hidden">{row.warningCount === 1 ? ' warning' : ' warnings'}</span>
          </span>
        )}
        <span className="ws-mono ws-muted">{formatDuration(row.durationMs)}</span>
      </span>
    </>
  );
}

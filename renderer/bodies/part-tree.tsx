import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { formatBytes } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import type { OfficePart } from './office.ts';
import type { TreeLine } from './part-lines.ts';

/** A tree of ten thousand lines would only slow the page down. */
const MOST_SHOWN = 2_000;

interface PartTreeProps {
  lines: readonly TreeLine<OfficePart>[];
  chosen: string | null;
  onChoose: (name: string) => void;
}

/** The parts as a tree in the sense of ARIA: one tab stop, arrows walk from part to part. */
export function PartTree({ lines, chosen, onChoose }: PartTreeProps): ReactNode {
  const tree = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);
  const shown = lines.slice(0, MOST_SHOWN);
  const names = shown.flatMap(({ part }) => (part ? [part.name] : []));

  useEffect(() => {
    if (chosen === null) return;
    const line = tree.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(chosen)}"]`);
    if (hasFocus.current) line?.focus();
    else line?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = chosen === null ? -1 : names.indexOf(chosen);
    const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: names.length - 1 };
    const place = places[event.key];
    const next = place === undefined ? undefined : names[place];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
  }

  return (
    <div
      ref={tree}
      className="ws-part-tree"
      role="tree"
      aria-label="Parts of the document"
      tabIndex={-1}
      onKeyDown={press}
      onFocus={() => (hasFocus.current = true)}
      onBlur={() => (hasFocus.current = false)}
    >
      {shown.map(({ path, label, level, part }) => (
        <div
          key={path}
          role="treeitem"
          data-part={part?.name}
          className="ws-part"
          tabIndex={part !== null && part.name === chosen ? 0 : -1}
          aria-level={level}
          aria-selected={part !== null && part.name === chosen}
          aria-expanded={part === null ? true : undefined}
          style={{ paddingInlineStart: level * 14 }}
          title={writtenOut(part?.contentType ?? path)}
          onClick={() => part && onChoose(part.name)}
          onKeyDown={(event) => {
            if ((event.key === 'Enter' || event.key === ' ') && part) onChoose(part.name);
          }}
        >
          <span className={part ? 'ws-clip' : 'ws-clip ws-muted'}>
            <Shown text={part ? label : `${label}/`} />
          </span>
          {part ? (
            <>
              <span className="ws-part-type ws-clip">{shortType(part.contentType)}</span>
              <span className="ws-mono">{formatBytes(part.size)}</span>
            </>
          ) : null}
        </div>
      ))}
      {lines.length > MOST_SHOWN ? (
        <p className="ws-muted">{lines.length - MOST_SHOWN} more parts are not listed.</p>
      ) : null}
    </div>
  );
}

/** application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml → styles */
function shortType(contentType: string | null): string {
  if (contentType === null) return '';
  return /\.([\w-]+)(?:\.main)?\+xml$/i.exec(contentType)?.[1] ?? contentType.replace(/^application\//, '');
}

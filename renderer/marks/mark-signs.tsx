import type { ReactNode } from 'react';
import { Note16Regular } from '@fluentui/react-icons/svg/note';
import { Pin16Filled } from '@fluentui/react-icons/svg/pin';
import { Tag16Regular } from '@fluentui/react-icons/svg/tag';
import type { Mark, MarkColour } from '../../preload/contract.ts';
import { writtenOut } from '../ui/visible.ts';
import { markColours } from './colours.ts';
import './marks.css';

/** pinned, red ◆, note “…”, tags a, b */
export function markInWords({ isPinned, colour, note, tags }: Mark): string {
  const parts = [
    isPinned ? 'pinned' : '',
    colour === null ? '' : colour,
    note === null ? '' : `note “${note}”`,
    tags.length === 0 ? '' : `tagged ${tags.join(', ')}`,
  ];
  return writtenOut(parts.filter((part) => part !== '').join('; '));
}

export function ColourSign({ colour }: { colour: MarkColour }): ReactNode {
  return (
    <span className="ws-colour-sign" data-colour={colour} aria-hidden="true">
      {markColours.find(({ id }) => id === colour)?.sign}
    </span>
  );
}

/** What was added to a row, as signs; all of it in words for whoever cannot see them. */
export function MarkSigns({ mark }: { mark: Mark }): ReactNode {
  const { isPinned, colour, note, tags } = mark;
  return (
    <span className="ws-mark-signs" title={markInWords(mark)}>
      {isPinned ? <Pin16Filled aria-hidden="true" /> : null}
      {colour === null ? null : <ColourSign colour={colour} />}
      {note === null ? null : <Note16Regular aria-hidden="true" />}
      {tags.length === 0 || note !== null ? null : <Tag16Regular aria-hidden="true" />}
      <span className="ws-hidden">{markInWords(mark)}</span>
    </span>
  );
}

import type { ReactNode } from 'react';
import type { FindingMarks, FindingSeverity } from '../../preload/contract.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { plural } from '../ui/format.ts';

interface SeverityWords {
  word: string;
  tone: Tone;
  /** Told apart without colour. */
  sign: string;
  rank: number;
}

export const severities: Record<FindingSeverity, SeverityWords> = {
  error: { word: 'error', tone: 'err', sign: '✕', rank: 2 },
  warning: { word: 'warning', tone: 'warn', sign: '!', rank: 1 },
  information: { word: 'note', tone: 'neutral', sign: 'i', rank: 0 },
};

export function SeverityBadge({ severity }: { severity: FindingSeverity }): ReactNode {
  const { word, tone, sign } = severities[severity];
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{sign}</span> {word}
    </Badge>
  );
}

/** 2 errors, 1 warning */
export function marksInWords({ errors, warnings, notes }: FindingMarks): string {
  const parts = [
    errors > 0 ? plural(errors, 'error') : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
    notes > 0 ? plural(notes, 'note') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Worst first, when rows are ordered by what was found in them. */
export function marksWeight(marks: FindingMarks | undefined): number {
  return marks ? marks.errors * 1_000_000 + marks.warnings * 1_000 + marks.notes : -1;
}

/** The counts as small badges; a note alone shows as well, so that its explanation is found. */
export function Marks({ marks }: { marks: FindingMarks }): ReactNode {
  const { errors, warnings, notes } = marks;
  return (
    <span className="ws-marks" title={marksInWords(marks)}>
      {errors > 0 ? <Mark severity="error" count={errors} /> : null}
      {warnings > 0 ? <Mark severity="warning" count={warnings} /> : null}
      {notes > 0 && errors === 0 && warnings === 0 ? <Mark severity="information" count={notes} /> : null}
      <span className="ws-hidden">{marksInWords(marks)}</span>
    </span>
  );
}

function Mark({ severity, count }: { severity: FindingSeverity; count: number }): ReactNode {
  const { tone, sign } = severities[severity];
  return (
    <span className="ws-mark" data-tone={tone} aria-hidden="true">
      {sign}
      {count > 1 ? count : ''}
    </span>
  );
}

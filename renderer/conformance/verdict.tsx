import type { ReactNode } from 'react';
import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle';
import { SubtractCircle16Regular } from '@fluentui/react-icons/svg/subtract-circle';
import type { ConformanceRunRow, ConformanceVerdict } from '../../preload/contract.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { formatCount, plural } from '../ui/format.ts';
import type { GroupCounts } from './tree.ts';

const TONES: Record<ConformanceVerdict, Tone> = { passed: 'ok', failed: 'err', skipped: 'neutral' };

export function VerdictBadge({ verdict }: { verdict: ConformanceVerdict | null }): ReactNode {
  return verdict === null ? <Badge>not run</Badge> : <Badge tone={TONES[verdict]}>{verdict}</Badge>;
}

/** Three shapes, so that the colour is not needed. */
export function VerdictIcon({ verdict }: { verdict: ConformanceVerdict }): ReactNode {
  return (
    <span className="ws-verdict-icon" data-verdict={verdict} role="img" aria-label={verdict}>
      {verdict === 'passed' ? (
        <CheckmarkCircle16Filled />
      ) : verdict === 'failed' ? (
        <DismissCircle16Filled />
      ) : (
        <SubtractCircle16Regular />
      )}
    </span>
  );
}

const WORDS = ['passed', 'failed', 'skipped'] as const;

/** Numbers in columns: what is zero keeps its place and is left blank. */
export function Counts({ counts }: { counts: GroupCounts }): ReactNode {
  return (
    <span className="ws-counts ws-mono">
      {WORDS.map((verdict) => (
        <span key={verdict} data-verdict={verdict} title={`${formatCount(counts[verdict])} ${verdict}`}>
          {counts[verdict] === 0 ? '' : formatCount(counts[verdict])}
          {counts[verdict] === 0 ? null : <span className="ws-hidden"> {verdict}, </span>}
        </span>
      ))}
      <span data-verdict="warning" title={plural(counts.warnings, 'warning')}>
        {counts.warnings === 0 ? '' : formatCount(counts.warnings)}
        {counts.warnings === 0 ? null : (
          <span className="ws-hidden"> {counts.warnings === 1 ? 'warning' : 'warnings'}</span>
        )}
      </span>
    </span>
  );
}

/** What became of a run, in one word. */
export function RunState({ run }: { run: ConformanceRunRow }): ReactNode {
  if (run.state === 'running') return <Badge tone="accent">running</Badge>;
  if (run.state === 'cancelled') return <Badge tone="warn">cancelled</Badge>;
  if (run.state === 'failed') return <Badge tone="err">ended early</Badge>;
  return run.failed > 0 ? (
    <Badge tone="err">{formatCount(run.failed)} failed</Badge>
  ) : (
    <Badge tone="ok">0 failed</Badge>
  );
}

const SUITES = { official: "Microsoft's cases", own: 'our own' };

/** Which cases a run took: "Microsoft's cases, own cases · OfficeOnline · 2 chosen". */
export function choiceOf({ suites, category, only }: ConformanceRunRow): string {
  return [
    suites.map((suite) => SUITES[suite]).join(', '),
    category === 'All' ? 'all categories' : category,
    ...(only.length === 0 ? [] : [only.length > 3 ? plural(only.length, 'group') : only.join(', ')]),
  ].join(' · ');
}

import { useEffect, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss12Regular } from '@fluentui/react-icons/svg/dismiss';
import { useSource } from '../captures/source.ts';
import { Kbd } from '../ui/badge.tsx';
import { compareThese, forgetFirst, forgetFirstOfOther, useCompareChoice } from './choice.ts';

/** Sets a request aside to be compared, or compares it with the one that waits. */
export function CompareButton({ id }: { id: number }): ReactNode {
  const first = useCompareChoice((state) => state.first);
  const recording = useSource()?.id ?? null;
  const isWaiting = first !== null;
  // Numbers of a recording mean nothing in another one.
  useEffect(() => forgetFirstOfOther(recording), [recording]);
  return (
    <span className="ws-compare-button">
      <Button size="small" aria-keyshortcuts="d" disabled={first === id} onClick={() => compareThese([id])}>
        {first === id ? 'Choose another one' : isWaiting ? `Compare with ${first}` : 'Compare'} <Kbd>d</Kbd>
      </Button>
      {isWaiting ? (
        <Button
          size="small"
          appearance="transparent"
          icon={<Dismiss12Regular />}
          aria-label="Do not compare"
          title="Do not compare"
          onClick={forgetFirst}
        />
      ) : null}
    </span>
  );
}

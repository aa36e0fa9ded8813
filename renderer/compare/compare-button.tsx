import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss12Regular } from '@fluentui/react-icons/svg/dismiss';
import { Kbd } from '../ui/badge.tsx';
import { compareThese, forgetFirst, useCompareChoice } from './choice.ts';

/** Sets a request aside to be compared, or compares it with the one that waits. */
export function CompareButton({ id }: { id: number }): ReactNode {
  const first = useCompareChoice((state) => state.first);
  const isWaiting = first !== null;
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

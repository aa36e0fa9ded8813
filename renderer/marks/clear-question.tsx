import { useState, type ReactNode } from 'react';
import { Checkbox } from '@fluentui/react-components';
import { formatCount, plural } from '../ui/format.ts';

interface ClearQuestionProps {
  count: number;
  pinned: number;
  /** Told whether pinned requests are to stay. */
  onKeep: (isKept: boolean) => void;
}

/** What clearing does; where something is pinned it stays unless that is said otherwise. */
export function ClearQuestion({ count, pinned, onKeep }: ClearQuestionProps): ReactNode {
  const [isKept, setKept] = useState(true);
  const gone = isKept ? count - pinned : count;
  return (
    <>
      <p>
        {formatCount(gone)} recorded requests with their bodies are deleted for good. Files, locks and tokens stay as
        they are.
      </p>
      {pinned === 0 ? null : (
        <Checkbox
          checked={isKept}
          label={`Keep ${plural(pinned, 'pinned request')}`}
          onChange={(_event, { checked }) => {
            setKept(checked === true);
            onKeep(checked === true);
          }}
        />
      )}
    </>
  );
}

import { useState, type ReactNode } from 'react';
import type { ReplayDifference } from '../../preload/contract.ts';
import { Shown } from '../ui/shown.tsx';
import { expectedWords, listedDifferences, sortedDifferences } from './step-words.ts';

const PARTS: Record<ReplayDifference['part'], string> = {
  status: '',
  outcome: '',
  header: 'header',
  json: 'JSON',
  body: '',
};

/** What is different in the second answer; what has to be is folded away and told in a line. */
export function Differences({ differences }: { differences: readonly ReplayDifference[] }): ReactNode {
  const { counted, expected } = sortedDifferences(listedDifferences(differences));
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="ws-differences">
      {counted.length === 0 ? null : <DifferenceTable differences={counted} label="Differences" />}
      {expected.length === 0 ? null : (
        <>
          <button
            type="button"
            className="ws-link ws-differences-more"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? '▾' : '▸'} {expectedWords(expected)}
          </button>
          {isOpen ? <DifferenceTable differences={expected} label="Values that differ each time" /> : null}
        </>
      )}
    </div>
  );
}

function DifferenceTable({
  differences,
  label,
}: {
  differences: readonly ReplayDifference[];
  label: string;
}): ReactNode {
  return (
    <table className="ws-difference-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Recorded</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ part, name, before, after, expected }) => (
          <tr key={`${part} ${name}`}>
            <th scope="row">
              <span className="ws-mono">
                <Shown text={name} />
              </span>
              {PARTS[part] === '' && expected === null ? null : <small>{expected ?? PARTS[part]}</small>}
            </th>
            <Value text={before} kind="before" />
            <Value text={after} kind="after" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text, kind }: { text: string | null; kind: 'before' | 'after' }): ReactNode {
  return (
    <td className="ws-mono" data-kind={kind}>
      {text === null ? (
        <span className="ws-muted">not there</span>
      ) : text === '' ? (
        <span className="ws-muted">empty</span>
      ) : (
        <Shown text={text} />
      )}
    </td>
  );
}

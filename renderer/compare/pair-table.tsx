import type { ReactNode } from 'react';
import { Changed, Side } from './changed.tsx';

export interface PairLine {
  label: ReactNode;
  /** null: there is nothing on this side. */
  left: string | null;
  right: string | null;
}

/** Name, left, right: the parts that differ stand out. */
export function PairTable({ label, lines }: { label: string; lines: readonly PairLine[] }): ReactNode {
  if (lines.length === 0) return null;
  return (
    <table className="ws-pairs" aria-label={label}>
      <colgroup>
        <col className="ws-pairs-name" />
      </colgroup>
      <thead className="ws-hidden">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          // The lines of one comparison never change their order.
          <tr key={index}>
            <th scope="row">{line.label}</th>
            {line.left !== null && line.right !== null ? (
              <Changed left={line.left} right={line.right} />
            ) : (
              <>
                <Side text={line.left} kind="left" />
                <Side text={line.right} kind="right" />
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

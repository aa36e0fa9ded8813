import type { ReactNode } from 'react';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { Card } from '../ui/fields.tsx';
import { compareFacts, summarize } from './facts.ts';
import { Folded } from './folded.tsx';
import { PairTable } from './pair-table.tsx';

/** What is known of both, the same left out until asked for. */
export function FactComparison({ left, right }: { left: ExchangeDetail; right: ExchangeDetail }): ReactNode {
  const pairs = compareFacts(left, right);
  const [same, different] = [pairs.filter(({ isSame }) => isSame), pairs.filter(({ isSame }) => !isSame)];
  return (
    <Card title="What differs">
      <p className="ws-compare-words">{summarize(pairs)}</p>
      <PairTable
        label="Facts that differ"
        lines={different.map(({ label, left: one, right: other }) => ({ label, left: one, right: other }))}
      />
      <Folded words={`${same.length} facts are the same`} isEmpty={same.length === 0}>
        <PairTable
          label="Facts that are the same"
          lines={same.map(({ label, left: one }) => ({ label, left: one, right: one }))}
        />
      </Folded>
    </Card>
  );
}

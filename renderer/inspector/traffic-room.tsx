import { lazy, Suspense, type ReactNode } from 'react';
import { TrafficSource } from '../captures/traffic-source.tsx';
import { readPair } from '../compare/choice.ts';
import { useLinkParam } from '../shell/location.ts';
import { Loading } from '../ui/empty.tsx';
import { TrafficPage } from './page.tsx';

const ComparePage = lazy(() => import('../compare/page.tsx').then((module) => ({ default: module.ComparePage })));

/** The traffic, or two requests of it side by side. */
export function TrafficRoom(): ReactNode {
  const [compared, setCompared] = useLinkParam('compare');
  const pair = readPair(compared);
  if (!pair) return <TrafficPage />;
  return (
    <TrafficSource>
      <Suspense fallback={<Loading what="the comparison" />}>
        <ComparePage
          key={pair.join()}
          pair={pair}
          onPair={([left, right]) => setCompared(`${left},${right}`)}
          onClose={() => setCompared(null)}
        />
      </Suspense>
    </TrafficSource>
  );
}

import { lazy, Suspense, type ReactNode } from 'react';
import { Loading } from '../ui/empty.tsx';

/** Loaded on the first day only: everybody else's first page stays small. */
const Steps = lazy(() => import('./steps.tsx').then((module) => ({ default: module.Steps })));

export function WelcomeSteps(): ReactNode {
  return (
    <Suspense fallback={<Loading what="the first steps" />}>
      <Steps />
    </Suspense>
  );
}

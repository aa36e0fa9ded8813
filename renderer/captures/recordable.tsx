import type { ComponentType, ReactNode } from 'react';
import { TrafficSource } from './traffic-source.tsx';

/** A room that shows the live traffic or a recording, whichever the address names. */
export function recordable(Page: ComponentType): ComponentType {
  return function RecordablePage(): ReactNode {
    return (
      <TrafficSource>
        <Page />
      </TrafficSource>
    );
  };
}

import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export function TrafficPage(): ReactNode {
  return (
    <Page title="Traffic" explanation="Every request the host received, newest last.">
      {null}
    </Page>
  );
}

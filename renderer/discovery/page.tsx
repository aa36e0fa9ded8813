import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export function DiscoveryPage(): ReactNode {
  return (
    <Page title="Discovery" explanation="">
      {null}
    </Page>
  );
}

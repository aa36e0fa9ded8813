import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export function LocksPage(): ReactNode {
  return (
    <Page title="Locks" explanation="">
      {null}
    </Page>
  );
}

import type { ReactNode } from 'react';

export function WelcomeSteps(): ReactNode {
  return null;
}

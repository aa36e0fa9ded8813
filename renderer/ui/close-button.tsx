import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';

interface CloseButtonProps {
  /** What is closed, for those who do not see the cross. */
  label?: string;
  onClose(): void;
}

/** The cross at the head of a pane that Escape closes too. */
export function CloseButton({ label = 'Close details', onClose }: CloseButtonProps): ReactNode {
  return (
    <Button
      size="small"
      appearance="transparent"
      icon={<Dismiss16Regular />}
      aria-label={label}
      title="Close (Esc)"
      onClick={onClose}
    />
  );
}

import { useEffect, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Checkmark16Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy16Regular } from '@fluentui/react-icons/svg/copy';
import { fail, say } from './toasts.tsx';

/** Copies and says so; a refusal by the browser is said too. */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied.`);
    return true;
  } catch {
    fail(`The browser did not allow copying. Select the text and copy it with the keyboard: ${text}`);
    return false;
  }
}

interface CopyProps {
  text: string;
  /** What is copied, for the name of the button: 'public URL'. */
  what: string;
  label?: ReactNode;
  appearance?: 'secondary' | 'transparent';
}

const CONFIRMED_FOR = 1_500;

export function CopyButton({ text, what, label, appearance }: CopyProps): ReactNode {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), CONFIRMED_FOR);
    return () => clearTimeout(timer);
  }, [isDone]);
  const capital = what.charAt(0).toUpperCase() + what.slice(1);
  return (
    <Button
      size="small"
      appearance={appearance ?? (label === undefined ? 'transparent' : 'secondary')}
      icon={isDone ? <Checkmark16Regular /> : <Copy16Regular />}
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(text, capital).then(setDone);
      }}
    >
      {label}
    </Button>
  );
}

import { useEffect, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { create } from 'zustand';
import { messageOf } from '../api/client.ts';

interface Toast {
  id: number;
  tone: 'ok' | 'err';
  text: string;
}

const SHOWN_FOR = 4_000;
const MOST = 4;

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));
let nextId = 1;

function add(tone: Toast['tone'], text: string): void {
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((toast) => toast.text !== text).slice(1 - MOST), { id: nextId++, tone, text }],
  }));
}

function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Says that something was done; goes away by itself. */
export function say(text: string): void {
  add('ok', text);
}

/** Says why something was not done; stays until dismissed. Takes a rejection as it comes. */
export function fail(error: unknown): void {
  add('err', messageOf(error));
}

export function Toasts(): ReactNode {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className="ws-toasts" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastLine({ toast }: { toast: Toast }): ReactNode {
  const { id, tone, text } = toast;
  useEffect(() => {
    if (tone === 'err') return undefined;
    const timer = setTimeout(() => dismiss(id), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className="ws-toast" data-tone={tone} role={tone === 'err' ? 'alert' : 'status'}>
      <p>{text}</p>
      <Button
        size="small"
        appearance="transparent"
        icon={<Dismiss16Regular />}
        aria-label="Dismiss"
        onClick={() => dismiss(id)}
      />
    </div>
  );
}

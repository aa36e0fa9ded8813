import { createContext, useContext, useRef, useState, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';

export interface Question {
  title: string;
  /** What will happen and whether it can be undone. */
  body: ReactNode;
  /** The verb on the button: 'Delete', 'Clear'. */
  action: string;
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** `if (await confirm({ title, body, action })) …` */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

export function ConfirmProvider({ children }: { children: ReactNode }): ReactNode {
  const [question, setQuestion] = useState<Question | null>(null);
  // Apart from the question: its words stay while the dialog fades away.
  const [isOpen, setOpen] = useState(false);
  const answer = useRef<(yes: boolean) => void>(() => undefined);
  /** What had the focus; Fluent gives it back to a trigger only, and questions are asked by keys as well. */
  const before = useRef<Element | null>(null);
  // Stable, so asking does not draw the whole tree again.
  const [ask] = useState<Ask>(() => (next: Question) => {
    answer.current(false);
    before.current = document.activeElement;
    setQuestion(next);
    setOpen(true);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  });
  const close = (yes: boolean): void => {
    answer.current(yes);
    setOpen(false);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      <Dialog
        open={isOpen}
        modalType="alert"
        surfaceMotion={{ onMotionFinish: (_event, { direction }) => direction === 'exit' && giveBack(before.current) }}
        onOpenChange={(_event, { open }) => open || close(false)}
      >
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{question?.title}</DialogTitle>
            <DialogContent>{question?.body}</DialogContent>
            <DialogActions>
              <Button onClick={() => close(false)}>Cancel</Button>
              <Button appearance="primary" onClick={() => close(true)}>
                {question?.action}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </ConfirmContext>
  );
}

function giveBack(element: Element | null): void {
  if (element instanceof HTMLElement && element.isConnected) element.focus();
}

import { useState, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { messageOf } from '../api/client.ts';
import { useFocusBack } from './use-focus-back.ts';
import './form-dialog.css';

interface FormDialogProps {
  title: string;
  /** The verb on the button: 'Create', 'Take the lock'. */
  action: string;
  /** False while the fields cannot be sent. */
  isReady: boolean;
  /** The dialog closes when this is done; a rejection is shown inside it and everything typed stays. */
  onSubmit(): Promise<void>;
  onClose(): void;
  children: ReactNode;
}

/** A few fields and one verb. Mount it to open it. */
export function FormDialog({ title, action, isReady, onSubmit, onClose, children }: FormDialogProps): ReactNode {
  const [isBusy, setBusy] = useState(false);
  useFocusBack();
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(): Promise<void> {
    if (!isReady || isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(_event, { open }) => open || onClose()}>
      <DialogSurface className="ws-form-dialog">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <div className="ws-form">{children}</div>
              {problem === null ? null : (
                <p className="ws-err" role="alert">
                  {problem}
                </p>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={!isReady} disabledFocusable={isBusy}>
                {action}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

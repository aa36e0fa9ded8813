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
  /** Stops what was submitted: Cancel and Escape do this then, and the dialog closes when `onSubmit` is done. */
  onStop?(): void;
  /** Shown beside the buttons while something submitted is going on for long. */
  progress?: ReactNode;
  children: ReactNode;
}

/** A few fields and one verb. Mount it to open it. */
export function FormDialog(props: FormDialogProps): ReactNode {
  const { title, action, isReady, onSubmit, onClose, onStop, progress = null, children } = props;
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

  const leave = isBusy && onStop ? onStop : onClose;
  return (
    <Dialog open onOpenChange={(_event, { open }) => open || leave()}>
      <DialogSurface className="ws-form-dialog">
        <form
          noValidate
          aria-busy={isBusy}
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
            {isBusy && progress !== null ? <div className="ws-form-progress">{progress}</div> : null}
            <DialogActions>
              <Button onClick={leave}>Cancel</Button>
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

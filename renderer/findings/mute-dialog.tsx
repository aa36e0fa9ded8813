import { useState, type ReactNode } from 'react';
import { Field, Input } from '@fluentui/react-components';
import type { RuleRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';

/** A muted rule still looks, but marks nothing; the reason is for whoever wonders later. */
export function MuteDialog({ rule, onClose }: { rule: RuleRow; onClose: () => void }): ReactNode {
  const api = useApi();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={`Mute “${rule.title}”?`}
      action="Mute"
      isReady={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={async () => {
        await api.muteRule({ rule: rule.id, reason });
        say(`“${rule.title}” is muted.`);
      }}
    >
      <p className="ws-form-note">Its findings are kept, but no request is marked because of them any more.</p>
      <Field label="Why" required>
        <Input size="small" value={reason} maxLength={200} onChange={(_event, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  );
}

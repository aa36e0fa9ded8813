import { useState, type ReactNode } from 'react';
import { Button, Field, Input } from '@fluentui/react-components';
import type { DiscoverySource } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { plural } from '../ui/format.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';

/** Published addresses; Collabora and ONLYOFFICE answer on the server's own name. */
const KNOWN = [
  { label: 'Office for the web', url: 'https://onenote.officeapps.live.com/hosting/discovery' },
  { label: 'Office for the web, test', url: 'https://ffc-onenote.officeapps.live.com/hosting/discovery' },
  { label: 'Collabora, ONLYOFFICE, own server', url: 'https://<your server>/hosting/discovery' },
] as const;

interface AddUrlProps {
  onClose(): void;
  onAdded(source: DiscoverySource): void;
}

export function AddUrlDialog({ onClose, onAdded }: AddUrlProps): ReactNode {
  const api = useApi();
  const [url, setUrl] = useState('');
  const problem = discoveryUrlProblem(url);
  return (
    <FormDialog
      title="Add a discovery address"
      action="Fetch and add"
      isReady={problem === null && url.trim() !== ''}
      onClose={onClose}
      onSubmit={async () => {
        const source = await api.addDiscoveryUrl({ url: url.trim() });
        say(
          `${source.name} added: ${plural(source.actionCount, 'action')} of ${plural(source.appCount, 'application')}.`,
        );
        onAdded(source);
      }}
    >
      <Field
        label="Address"
        required
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem}
        hint="This computer fetches it once now, and again when you ask for it."
      >
        <Input
          size="small"
          type="url"
          value={url}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => setUrl(value)}
        />
      </Field>
      <div className="ws-known" role="group" aria-label="Known addresses">
        {KNOWN.map((known) => (
          <Button key={known.url} size="small" title={known.url} onClick={() => setUrl(known.url)}>
            {known.label}
          </Button>
        ))}
      </div>
    </FormDialog>
  );
}

export function discoveryUrlProblem(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (typed.includes('<your server>')) return 'Replace <your server> by the name of the server.';
  if (!/^https?:\/\//i.test(typed)) return 'Must begin with https:// or http://.';
  if (!URL.canParse(typed))
    return 'Is not a complete address. Expected something like https://office.example.net/hosting/discovery';
  return null;
}

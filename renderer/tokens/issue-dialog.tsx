import { useState, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import type { IssuedToken } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FilePicker } from '../files/file-picker.tsx';
import { usePeople } from '../state/people.ts';
import { useSettings } from '../state/settings.ts';
import { CopyButton } from '../ui/copy.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { formatFull, formatSpan } from '../ui/format.ts';
import { parseSpan } from '../ui/parse-span.ts';
import { checkFileInfoCurl } from './curl.ts';
import { PersonSelect } from './person-select.tsx';

const FALLBACK_TTL_SECONDS = 36_000;
const TEN_HOURS = 10 * 3_600_000;

interface IssueDialogProps {
  personId: string | null;
  onClose(): void;
  onIssued(issued: IssuedToken): void;
}

export function IssueDialog({ personId: initial, onClose, onIssued }: IssueDialogProps): ReactNode {
  const api = useApi();
  const people = usePeople((state) => state.people);
  const usualSeconds = useSettings(({ settings }) => settings?.tokenTtlSeconds ?? FALLBACK_TTL_SECONDS);
  const [picked, setPicked] = useState(initial);
  const [fileId, setFileId] = useState<string | null>(null);
  const [lifetime, setLifetime] = useState(() => formatSpan(usualSeconds * 1000));
  const personId = picked ?? people[0]?.id ?? null;
  const span = parseSpan(lifetime, 's');
  const problem = lifetimeProblem(span);

  return (
    <FormDialog
      title="Issue a token"
      action="Issue"
      isReady={personId !== null && fileId !== null && problem === null}
      onClose={onClose}
      onSubmit={async () => {
        if (personId === null || fileId === null || span === null) return;
        const ttlSeconds = Math.round(span / 1000);
        onIssued(await api.issueToken({ fileId, personId, ttlSeconds, source: 'screen' }));
      }}
    >
      <PersonSelect
        label="Person"
        personId={personId}
        onPick={setPicked}
        hint="The token carries this person's rights of now."
      />
      <FilePicker label="File" fileId={fileId} onPick={setFileId} hint="A token is good for one file." />
      <Field
        label="Lifetime"
        required
        validationState={problem !== null ? 'error' : span !== null && span > TEN_HOURS ? 'warning' : 'none'}
        validationMessage={
          problem ??
          (span !== null && span > TEN_HOURS ? 'Longer than the ten hours the specification recommends.' : null)
        }
        hint={'"90 s", "10 min", "10 h"; runs on the virtual clock.'}
      >
        <Input size="small" value={lifetime} onChange={(_event, { value }) => setLifetime(value)} />
      </Field>
    </FormDialog>
  );
}

function lifetimeProblem(span: number | null): string | null {
  if (span === null) return 'Is not a length of time. Expected something like "90 s", "10 min" or "10 h".';
  if (span < 1000) return 'A token must live for a second at least.';
  return null;
}

/** The only moment the secret is shown: everything a client needs, ready to be copied. */
export function IssuedDialog({ issued, onClose }: { issued: IssuedToken; onClose(): void }): ReactNode {
  const { token, accessToken, accessTokenTtl, wopiSrc } = issued;
  return (
    <Dialog open onOpenChange={(_event, { open }) => open || onClose()}>
      <DialogSurface className="ws-issued">
        <DialogBody>
          <DialogTitle>
            Token for {token.personName} on {token.fileName}
          </DialogTitle>
          <DialogContent>
            <p className="ws-form-note">Copy it now: the host keeps no text of it, so it cannot be shown again.</p>
            <dl className="ws-secrets">
              <Secret name="access_token" text={accessToken} note={`${accessToken.length} characters`} />
              <Secret
                name="access_token_ttl"
                text={String(accessTokenTtl)}
                note={`An instant, not a duration: ${formatFull(accessTokenTtl)}`}
              />
              <Secret name="WOPISrc" text={wopiSrc} />
              <Secret name="CheckFileInfo" text={checkFileInfoCurl(wopiSrc, accessToken)} note="For a POSIX shell" />
            </dl>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Done
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Secret({ name, text, note }: { name: string; text: string; note?: string }): ReactNode {
  return (
    <div className="ws-secret">
      <dt>
        {name}
        <CopyButton text={text} what={name} label="Copy" />
      </dt>
      <dd>
        <code className="ws-mono">{text}</code>
        {note === undefined ? null : <span className="ws-muted">{note}</span>}
      </dd>
    </div>
  );
}

import { useState, type ReactNode } from 'react';
import { Button, Field, Input, ProgressBar } from '@fluentui/react-components';
import type { OpenedCapture, RedactionKind } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { formatBytes, formatFull, plural } from '../ui/format.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { linkTo } from '../shell/location.ts';
import type { Opening } from './open-files.ts';

const HIDDEN: Record<RedactionKind, string> = {
  tokens: 'tokens',
  proof: 'signatures',
  people: 'names of people',
  files: 'file names',
  addresses: 'addresses',
  bodies: 'contents of documents',
};

/** Other rooms that show it. */
const VIEWS = [
  { path: '/traffic', words: 'Traffic' },
  { path: '/sessions', words: 'Sessions' },
  { path: '/findings', words: 'Findings' },
];

interface RecordingBannerProps {
  capture: OpenedCapture;
  /** Back to the live traffic. */
  onLeave: () => void;
}

/** Says that what is shown is a recording, whose it is, and what is not in it. */
export function RecordingBanner({ capture, onLeave }: RecordingBannerProps): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const [isRenaming, setRenaming] = useState(false);
  const [isTold, setTold] = useState(false);
  const { id, name, madeBy, format, firstAt, lastAt, hidden, remarks } = capture;

  async function close(): Promise<void> {
    const isSure = await confirm({
      title: `Close “${name}”?`,
      body: 'It is taken off the list with everything that was read from it. The file it came from stays where it is and can be opened again.',
      action: 'Close it',
    });
    if (!isSure) return;
    onLeave();
    await api.closeCapture({ id }).then(() => say(`“${name}” is closed.`), fail);
  }

  return (
    <div className="ws-banner ws-recorded" role="status">
      <p>
        <strong>A recording, read only.</strong> {format === 'har' ? 'HAR' : 'Capture'} of{' '}
        {madeBy || 'an unnamed program'}
        {firstAt === null || lastAt === null ? '' : `, ${formatFull(firstAt)} to ${formatFull(lastAt)}`}.{' '}
        {hiddenWords(hidden)}
        {isTold ? ` ${remarks.join(' ')}` : ''}
      </p>
      {remarks.length === 0 ? null : (
        <Button size="small" aria-expanded={isTold} onClick={() => setTold(!isTold)}>
          {isTold ? 'Less' : plural(remarks.length, 'remark')}
        </Button>
      )}
      {VIEWS.map(({ path, words }) => (
        <a key={path} className="ws-link" href={`#${linkTo(path, { source: id })}`}>
          {words}
        </a>
      ))}
      <Button size="small" onClick={() => setRenaming(true)}>
        Rename
      </Button>
      <Button size="small" onClick={() => void close()}>
        Close
      </Button>
      <Button size="small" appearance="primary" onClick={onLeave}>
        Live traffic
      </Button>
      {isRenaming ? <RenameDialog capture={capture} onClose={() => setRenaming(false)} /> : null}
    </div>
  );
}

function hiddenWords(hidden: OpenedCapture['hidden']): string {
  if (hidden === null) return 'Tokens were hidden when it was opened.';
  return `Hidden in it: ${hidden.map((kind) => HIDDEN[kind]).join(', ')}.`;
}

function RenameDialog({ capture, onClose }: { capture: OpenedCapture; onClose: () => void }): ReactNode {
  const api = useApi();
  const [name, setName] = useState(capture.name);
  return (
    <FormDialog
      title="Rename the recording"
      action="Rename"
      isReady={name.trim() !== ''}
      onSubmit={async () => void (await api.renameCapture({ id: capture.id, name }))}
      onClose={onClose}
    >
      <Field label="Name" required hint={`Only here; the file “${capture.fileName}” keeps its name.`}>
        <Input size="small" value={name} maxLength={200} onChange={(_event, { value }) => setName(value)} />
      </Field>
    </FormDialog>
  );
}

/** While a file is on its way and is decoded. */
export function OpeningBanner({ opening }: { opening: Opening }): ReactNode {
  const { name, size, sent } = opening;
  const words =
    sent < size
      ? `Opening “${name}”: ${formatBytes(sent)} of ${formatBytes(size)}`
      : `Opening “${name}”: decoding its requests`;
  return (
    <div className="ws-banner ws-opening" role="status">
      <p>{words}</p>
      <ProgressBar aria-label={words} {...(sent < size ? { value: sent, max: size } : {})} />
    </div>
  );
}

import { useRef, useState, type ReactNode } from 'react';
import { Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { Redaction, RecordingFormat, RecordingPreview, SavedRecording } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { followSave } from '../state/saving.ts';
import { Loading } from '../ui/empty.tsx';
import { formatBytes, formatCount, formatFull, plural } from '../ui/format.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { RedactionTable } from './redaction-table.tsx';
import { SaveProgressLine } from './save-progress.tsx';
import { closeSaving, type SaveChoice } from './save-request.ts';
import './captures.css';

const FORMATS: Record<RecordingFormat, { words: string; what: string }> = {
  capture: {
    words: 'Capture file (.wopicapture)',
    what: 'Everything, with bodies, findings and notes. Opens in WOPI Sandbox, here or elsewhere.',
  },
  har: { words: 'HAR 1.2 (.har)', what: 'Opens in browsers, mitmproxy, Fiddler and Charles.' },
  support: {
    words: 'Support bundle (.zip)',
    what: 'What Microsoft asks for: correlation and session ids, UTC times, environment, and the traffic as HAR.',
  },
};

/** Hidden unless somebody says otherwise. Signatures open nothing, and support asks for them. */
const HIDDEN: Required<Redaction> = { proof: false, people: true, files: true, addresses: true, bodies: true };

interface SaveDialogProps {
  choices: readonly SaveChoice[];
  format: RecordingFormat;
}

export function SaveDialog({ choices, format: first }: SaveDialogProps): ReactNode {
  const api = useApi();
  const [format, setFormat] = useState(first);
  const [chosen, setChosen] = useState(0);
  const [redaction, setRedaction] = useState(HIDDEN);
  const selection = choices[chosen]?.selection ?? { kind: 'all' };
  const preview = useLoaded(JSON.stringify(selection), () => api.previewRecording({ selection }));
  const count = preview.data?.exchangeCount ?? 0;

  const [saveId] = useState(() => crypto.randomUUID());
  const isStopped = useRef(false);

  async function save(): Promise<void> {
    isStopped.current = false;
    followSave(saveId);
    const saved = await api.saveRecording({ selection, format, redaction, saveId });
    if (saved.state === 'cancelled' && isStopped.current) return say('Saving was cancelled. No file is left behind.');
    if (saved.state === 'cancelled') throw new Error('Nothing was saved: no place was chosen.');
    if (saved.link !== null) download(saved.link, saved.fileName);
    say(savedWords(saved));
  }

  function stop(): void {
    isStopped.current = true;
    api.cancelSaving({ saveId }).catch(fail);
  }

  return (
    <FormDialog
      title="Save traffic as a file"
      action="Save"
      isReady={count > 0}
      onSubmit={save}
      onClose={closeSaving}
      onStop={stop}
      progress={<SaveProgressLine />}
    >
      <Field label="Requests">
        <Select size="small" value={String(chosen)} onChange={(_event, { value }) => setChosen(Number(value))}>
          {choices.map(({ words }, index) => (
            <option key={words} value={index}>
              {words}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="As">
        <RadioGroup value={format} onChange={(_event, { value }) => setFormat(value as RecordingFormat)}>
          {Object.entries(FORMATS).map(([value, { words, what }]) => (
            <Radio
              key={value}
              value={value}
              label={
                <span className="ws-save-format">
                  {words}
                  <span className="ws-muted">{what}</span>
                </span>
              }
            />
          ))}
        </RadioGroup>
      </Field>
      {preview.problem === null ? null : (
        <p className="ws-err" role="alert">
          {preview.problem}
        </p>
      )}
      {preview.data ? (
        <>
          <p className="ws-form-note" role="status">
            {summary(preview.data)}
          </p>
          <RedactionTable parts={preview.data.parts} redaction={redaction} onChange={setRedaction} />
          <p className="ws-form-note">{countedWords(preview.data)}</p>
        </>
      ) : preview.isLoading ? (
        <Loading what="what would be hidden" />
      ) : null}
    </FormDialog>
  );
}

function summary({ exchangeCount, firstAt, lastAt, missingBodies }: RecordingPreview): string {
  if (exchangeCount === 0) return 'No request is kept that fits. Choose others.';
  const when = firstAt === null || lastAt === null ? '' : `, from ${formatFull(firstAt)} to ${formatFull(lastAt)}`;
  const missing =
    missingBodies === 0 ? '' : ` ${plural(missingBodies, 'body was', 'bodies were')} not kept whole; the file says so.`;
  return `${plural(exchangeCount, 'request')}${when}.${missing}`;
}

function countedWords({ exchangeCount, lookedAt }: RecordingPreview): string {
  const all = 'The same name always becomes the same stand-in, so requests can still be told apart.';
  if (lookedAt >= exchangeCount) return all;
  return `Counted over the first ${formatCount(lookedAt)} of ${formatCount(exchangeCount)} requests; all of them are treated alike. ${all}`;
}

function savedWords({ state, fileName, path, exchangeCount, bytes, remarks }: SavedRecording): string {
  const place = state === 'saved' ? (path ?? fileName) : fileName;
  return [`Saved: ${place}, ${plural(exchangeCount, 'request')}, ${formatBytes(bytes)}.`, ...remarks].join(' ');
}

function download(link: string, fileName: string): void {
  const anchor = document.createElement('a');
  anchor.href = link;
  anchor.download = fileName;
  anchor.click();
}

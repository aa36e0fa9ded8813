import { useState, type ReactNode } from 'react';
import { Button, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import type { BodyInfo } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { recordedBody } from '../bodies/source.ts';
import { formatBytes } from '../ui/format.ts';
import { fail } from '../ui/toasts.tsx';
import type { EditedBody } from './edited-request.ts';

interface BodyFieldProps {
  exchangeId: number;
  recorded: BodyInfo;
  body: EditedBody;
  onChange(body: EditedBody): void;
}

/** Above this a body is replaced by a file, not typed. */
const EDITED_BYTES = 1024 * 1024;
/** A call carries no more, and a file becomes a third longer on its way. */
const FILE_BYTES = 11 * 1024 * 1024;

export function BodyField({ exchangeId, recorded, body, onChange }: BodyFieldProps): ReactNode {
  const api = useApi();
  const [text, setText] = useState<string | null>(null);
  const isKept = recorded.kept === recorded.size && recorded.missing === null && !recorded.hidden;

  async function edit(): Promise<void> {
    if (text !== null) return onChange({ kind: 'text', text });
    try {
      const source = recordedBody(api, { id: exchangeId, side: 'request', kept: recorded.kept });
      const bytes = await source.read(0, EDITED_BYTES);
      const read = recorded.kept > EDITED_BYTES ? '' : new TextDecoder().decode(bytes);
      const start = read.includes('\ufffd') || read.includes('\0') ? '' : read;
      setText(start);
      onChange({ kind: 'text', text: start });
    } catch (error) {
      fail(error);
    }
  }

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > FILE_BYTES) {
      fail(`“${file.name}” has ${formatBytes(file.size)}; a body of at most ${formatBytes(FILE_BYTES)} can be given.`);
      return;
    }
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
    onChange({ kind: 'file', name: file.name, size: file.size, base64 });
  }

  return (
    <div className="ws-body-field">
      <RadioGroup
        layout="horizontal"
        aria-label="Body"
        value={body.kind}
        onChange={(_event, { value }) => {
          if (value === 'text') void edit();
          if (value === 'recorded' || value === 'none') onChange({ kind: value });
          if (value === 'file') onChange({ kind: 'file', name: '', size: 0, base64: '' });
        }}
      >
        {recorded.size === 0 ? null : (
          <Radio
            value="recorded"
            disabled={!isKept}
            label={isKept ? `as recorded (${formatBytes(recorded.size)})` : 'as recorded: not kept'}
          />
        )}
        <Radio value="text" label="text" />
        <Radio value="file" label="a file" />
        <Radio value="none" label="none" />
      </RadioGroup>
      {isKept || recorded.size === 0 ? null : (
        <p className="ws-muted">{recorded.missing ?? 'The body held secrets, which are not recorded.'}</p>
      )}
      {body.kind === 'text' ? (
        <Textarea
          className="ws-mono"
          aria-label="Text of the body"
          resize="vertical"
          rows={8}
          value={body.text}
          spellCheck={false}
          onChange={(_event, { value }) => {
            setText(value);
            onChange({ kind: 'text', text: value });
          }}
        />
      ) : null}
      {body.kind === 'file' ? (
        <label className="ws-body-file">
          <input type="file" aria-label="File for the body" onChange={({ target }) => void take(target.files?.[0])} />
          {body.name === '' ? null : (
            <span className="ws-muted">
              {body.name}, {formatBytes(body.size)}
            </span>
          )}
        </label>
      ) : null}
      {body.kind === 'text' && isKept && recorded.size > 0 ? (
        <div>
          <Button size="small" appearance="transparent" onClick={() => onChange({ kind: 'recorded' })}>
            Back to the recorded body
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x80_00) text += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  return btoa(text);
}

import { useState, type ReactNode } from 'react';
import { Button, Field, Input } from '@fluentui/react-components';
import { forgetSessionKey, readPastedKey, rememberSessionKey } from '../api/session-key.ts';

interface Props {
  /** Said first, when a key was there but did not work. */
  problem?: string;
}

/** For a browser that came without the session key, or with an old one. */
export function KeyPage({ problem }: Props): ReactNode {
  const [text, setText] = useState('');
  const [hint, setHint] = useState<string>();

  function submit(): void {
    const key = readPastedKey(text);
    if (key === null) {
      setHint(
        'No key found in this. Paste the whole address, which ends in #key=…, or only what follows the equals sign.',
      );
      return;
    }
    rememberSessionKey(key);
    window.location.reload();
  }

  return (
    <main className="ws-empty">
      <h1 className="ws-brand">WOPI Sandbox</h1>
      <p>
        {problem ??
          'This page belongs to a running sandbox and opens with a session key, so that other pages in this browser cannot use it.'}
      </p>
      <form
        className="ws-key-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Address or key printed by the command line"
          validationMessage={hint}
          validationState={hint === undefined ? 'none' : 'error'}
        >
          <Input
            autoFocus
            value={text}
            placeholder="http://127.0.0.1:…/#key=…"
            onChange={(_event, { value }) => {
              setText(value);
              setHint(undefined);
            }}
          />
        </Field>
        <div className="ws-empty-actions">
          <Button type="submit" appearance="primary">
            Open
          </Button>
          {problem === undefined ? null : (
            <Button
              onClick={() => {
                forgetSessionKey();
                window.location.reload();
              }}
            >
              Forget the old key
            </Button>
          )}
        </div>
      </form>
      <p>
        The address stands in the terminal where <code className="ws-mono">wopi-sandbox serve</code> was started.
      </p>
    </main>
  );
}

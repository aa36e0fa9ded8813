import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Field, Textarea } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { TokenReading } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatCount, formatFull } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { useFocusBack } from '../ui/use-focus-back.ts';

const VERDICTS: Record<TokenReading['verdict'], Tone> = {
  valid: 'ok',
  expired: 'warn',
  revoked: 'err',
  forged: 'err',
  unreadable: 'err',
};

/** Reads any pasted token: is it ours, is it good, what does it say. */
export function DecodePane({ onClose }: { onClose(): void }): ReactNode {
  const api = useApi();
  const [text, setText] = useState('');
  const [reading, setReading] = useState<TokenReading | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useFocusBack();
  useEffect(() => box.current?.focus(), []);
  useShortcuts('Decode a token', [{ keys: 'Escape', label: 'Close', run: onClose, isEverywhere: true }]);

  async function decode(wanted: string): Promise<void> {
    setText(wanted);
    setProblem(null);
    setReading(null);
    const accessToken = tokenIn(wanted);
    if (accessToken === '') return;
    try {
      setReading(await api.decodeToken({ accessToken }));
    } catch (error) {
      setProblem(messageOf(error));
    }
  }

  return (
    <aside className="ws-detail" aria-label="Decode a token">
      <div className="ws-detail-head">
        <h2>Decode a token</h2>
        <Button
          size="small"
          appearance="transparent"
          icon={<Dismiss16Regular />}
          aria-label="Close"
          title="Close (Esc)"
          onClick={onClose}
        />
      </div>
      <div className="ws-detail-body">
        <Field
          label="Token"
          hint="Paste a token, or an address that carries access_token. It is read here and nowhere stored."
        >
          <Textarea
            ref={box}
            size="small"
            className="ws-mono"
            rows={5}
            value={text}
            spellCheck={false}
            autoComplete="off"
            onChange={(_event, { value }) => void decode(value)}
          />
        </Field>
        {problem === null ? null : (
          <p className="ws-err" role="alert">
            {problem}
          </p>
        )}
        {reading === null ? null : <Reading reading={reading} />}
      </div>
    </aside>
  );
}

function Reading({ reading: { verdict, explanation, claims, length } }: { reading: TokenReading }): ReactNode {
  return (
    <>
      <p className="ws-verdict" role="status">
        <Badge tone={VERDICTS[verdict]}>{verdict}</Badge> {explanation}{' '}
        <span className="ws-muted">{formatCount(length)} characters.</span>
      </p>
      {claims === null ? null : (
        <Card title="Claims">
          <Facts>
            {Object.entries(claims).map(([name, value]) => (
              <Fact key={name} label={name}>
                <Mono>{String(value)}</Mono>
                {instantOf(name, value) === null ? null : <span className="ws-muted"> {instantOf(name, value)}</span>}
              </Fact>
            ))}
          </Facts>
        </Card>
      )}
    </>
  );
}

/** JWT counts these in seconds. */
function instantOf(name: string, value: string | number | boolean): string | null {
  if (typeof value !== 'number' || !['iat', 'exp', 'nbf'].includes(name)) return null;
  return formatFull(value * 1000);
}

/** The token itself, or the one in a pasted address, form or curl line. */
export function tokenIn(text: string): string {
  const inAddress = /access_token=([^&\s'"]+)/.exec(text)?.[1];
  if (inAddress === undefined) return text.trim();
  try {
    return decodeURIComponent(inAddress);
  } catch {
    return inAddress;
  }
}

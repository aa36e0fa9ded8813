import type { ReactNode } from 'react';
import { Checkbox } from '@fluentui/react-components';
import type { Redaction, RedactionKind, RedactionPart } from '../../preload/contract.ts';
import { formatCount } from '../ui/format.ts';

const KINDS: Record<RedactionKind, { words: string; why: string }> = {
  tokens: { words: 'Tokens and cookies', why: 'Never stored by the app, so in no file of it.' },
  people: { words: 'Names of people', why: 'User ids and mail addresses too.' },
  files: { words: 'File names', why: 'Endings stay: what a file can do depends on them.' },
  addresses: { words: 'Host names and addresses', why: 'Schemes, ports and paths stay.' },
  bodies: { words: 'Contents of documents', why: 'Sizes stay. Without them the file is small.' },
  proof: { words: 'Proof signatures', why: 'They open nothing, and support asks for them.' },
};

interface RedactionTableProps {
  parts: readonly RedactionPart[];
  redaction: Required<Redaction>;
  onChange: (redaction: Required<Redaction>) => void;
}

/** What would be hidden: how often it is there, and what would stand in its place. */
export function RedactionTable({ parts, redaction, onChange }: RedactionTableProps): ReactNode {
  const byKind = new Map(parts.map((part) => [part.kind, part]));
  return (
    <fieldset className="ws-redaction">
      <legend>Hidden in the file</legend>
      {(Object.keys(KINDS) as RedactionKind[]).map((kind) => {
        const { words, why } = KINDS[kind];
        const isOn = kind === 'tokens' || redaction[kind];
        const part = byKind.get(kind);
        return (
          <div key={kind} className="ws-redaction-kind">
            <Checkbox
              label={words}
              checked={isOn}
              disabled={kind === 'tokens'}
              onChange={() => kind !== 'tokens' && onChange({ ...redaction, [kind]: !redaction[kind] })}
            />
            <span className="ws-redaction-count">
              {part === undefined || part.count === 0 ? 'none' : `${formatCount(part.count)} ×`}
            </span>
            <span className="ws-muted">{why}</span>
            <Examples part={part} isOn={isOn} />
          </div>
        );
      })}
    </fieldset>
  );
}

function Examples({ part, isOn }: { part: RedactionPart | undefined; isOn: boolean }): ReactNode {
  if (!part || part.examples.length === 0) return null;
  return (
    <ul className="ws-redaction-examples">
      {part.examples.map(({ before, after }) => (
        <li key={before}>
          <code className="ws-mono">{before}</code>
          {isOn ? (
            <>
              <span aria-label="becomes">→</span>
              <code className="ws-mono">{after}</code>
            </>
          ) : (
            <span className="ws-muted">stays</span>
          )}
        </li>
      ))}
    </ul>
  );
}

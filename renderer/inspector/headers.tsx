import { useState, type ReactNode } from 'react';
import { Tooltip } from '@fluentui/react-components';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import type { ExchangeDetail, Header, ProofReading } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { writtenOut } from '../ui/visible.ts';
import { Shown } from '../ui/shown.tsx';
import { isProtocolHeader, noteFor } from './header-notes.ts';
import { meaningsOf } from './header-meanings.ts';
import { Segments } from './segments.tsx';
import type { TabProps } from './tabs.tsx';
import './headers.css';

export function RequestHeaders({ detail }: TabProps): ReactNode {
  return (
    <Headers
      detail={detail}
      headers={detail.requestHeaders}
      first={`${detail.method} ${detail.url} HTTP/${detail.httpVersion}`}
    >
      <Address url={detail.url} />
    </Headers>
  );
}

export function ResponseHeaders({ detail }: TabProps): ReactNode {
  if (detail.status === null) {
    return (
      <Empty title={detail.outcome === 'pending' ? 'No answer yet' : 'There was no answer'}>
        {detail.outcome === 'pending'
          ? 'It appears here as soon as it is sent.'
          : 'The client went away before the host answered.'}
      </Empty>
    );
  }
  return (
    <Headers detail={detail} headers={detail.responseHeaders} first={`HTTP/${detail.httpVersion} ${detail.status}`} />
  );
}

interface HeadersProps {
  detail: ExchangeDetail;
  headers: readonly Header[];
  first: string;
  /** Stands between those of the protocol and the others. */
  children?: ReactNode;
}

const modes = [
  { id: 'explained', label: 'Explained' },
  { id: 'sent', label: 'As sent' },
] as const;

function Headers({ detail, headers, first, children }: HeadersProps): ReactNode {
  const [mode, setMode] = useState<(typeof modes)[number]['id']>('explained');
  const lines = [first, ...headers.map(({ name, value }) => `${name}: ${value}`)];
  return (
    <>
      <div className="ws-body-bar">
        <Segments label="Show headers" options={modes} value={mode} onChange={setMode} />
        <span className="ws-first-line ws-mono ws-clip" title={writtenOut(first)}>
          {mode === 'explained' ? <Shown text={first} /> : null}
        </span>
        <CopyButton text={lines.join('\n')} what="all headers" label="Copy all" />
      </div>
      {mode === 'sent' ? (
        <pre className="ws-headers-sent">
          {lines.map((line, index) => (
            // A header may come more than once, and the order is fixed.
            <div key={`${index} ${line}`}>
              <Shown text={line} />
            </div>
          ))}
        </pre>
      ) : (
        <>
          <HeaderTable caption="WOPI" detail={detail} headers={headers.filter(({ name }) => isProtocolHeader(name))} />
          {children}
          <HeaderTable caption="HTTP" detail={detail} headers={headers.filter(({ name }) => !isProtocolHeader(name))} />
        </>
      )}
    </>
  );
}

/** What the query says, each value decoded. */
function Address({ url }: { url: string }): ReactNode {
  const query = url.indexOf('?');
  if (query < 0) return null;
  const parameters = [...new URLSearchParams(url.slice(query + 1).split('#', 1)[0])];
  if (parameters.length === 0) return null;
  return (
    <table className="ws-headers">
      <caption>Query</caption>
      <tbody>
        {parameters.map(([name, value], index) => (
          <tr key={`${index} ${name}`}>
            <th scope="row" className="ws-mono">
              <Shown text={name} />
            </th>
            <td className="ws-mono" colSpan={2}>
              {value === '' ? <span className="ws-muted">empty</span> : <Shown text={value} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeaderTableProps {
  caption: string;
  detail: ExchangeDetail;
  headers: readonly Header[];
}

/** Those of one kind in the order they were sent; “As sent” tells the order among all. */
function HeaderTable({ caption, detail, headers }: HeaderTableProps): ReactNode {
  if (headers.length === 0) return null;
  return (
    <table className="ws-headers">
      <caption>{caption}</caption>
      <tbody>
        {headers.map((header, index) => (
          // A header may come more than once, and the order is fixed.
          <HeaderLine key={`${index} ${header.name}`} header={header} detail={detail} />
        ))}
      </tbody>
    </table>
  );
}

/** Signatures and tokens are long and rarely read: their beginning is enough until asked for. */
const SHOWN_AT_FIRST = 120;

function HeaderLine({ header, detail }: { header: Header; detail: ExchangeDetail }): ReactNode {
  const { name, value, hidden = false } = header;
  const note = noteFor(name);
  const [isWhole, setWhole] = useState(value.length <= SHOWN_AT_FIRST * 1.5);
  return (
    <tr>
      <th scope="row" className="ws-mono">
        <HeaderName name={name} />
      </th>
      <td className="ws-mono">
        {hidden ? (
          <span className="ws-hidden-value" title="A secret; it is not recorded">
            <LockClosed16Regular aria-label="Secret" /> <Shown text={value} />
          </span>
        ) : value === '' ? (
          <span className="ws-muted">empty</span>
        ) : isWhole ? (
          <Shown text={value} />
        ) : (
          <>
            <Shown text={value.slice(0, SHOWN_AT_FIRST)} />…{' '}
            <button type="button" className="ws-link" onClick={() => setWhole(true)}>
              all {value.length} characters
            </button>
          </>
        )}
        {meaningsOf(header, detail).map((meaning) => (
          <small key={meaning} className="ws-header-meaning">
            <Shown text={meaning} />
          </small>
        ))}
        {isProof(name) ? <ProofWords proof={detail.proof} /> : null}
        {note === null ? null : <small>{note.short}</small>}
      </td>
      <td>{hidden ? null : <CopyButton text={value} what={`value of ${writtenOut(name)}`} />}</td>
    </tr>
  );
}

/** What the specification says of a header, when the pointer rests on its name or the keyboard reaches it. */
export function HeaderName({ name }: { name: string }): ReactNode {
  const note = noteFor(name);
  if (note === null) return <Shown text={name} />;
  return (
    <Tooltip
      content={{ children: `${note.short}. ${note.more}`, className: 'ws-header-note' }}
      relationship="description"
      withArrow
    >
      <button type="button" className="ws-header-name">
        {name}
      </button>
    </Tooltip>
  );
}

function isProof(name: string): boolean {
  return /^x-wopi-proof(?:old)?$/i.test(name);
}

const verdicts: Record<ProofReading['verdict'], string> = {
  verified: 'It fits.',
  failed: 'It does not fit.',
  unsigned: 'The request is not signed.',
  unchecked: 'It was not checked.',
};

function ProofWords({ proof }: { proof: ProofReading }): ReactNode {
  return (
    <small className={proof.verdict === 'failed' ? 'ws-err' : 'ws-header-meaning'}>
      {verdicts[proof.verdict]} {proof.explanation}
    </small>
  );
}

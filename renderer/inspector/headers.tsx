import { useState, type ReactNode } from 'react';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import type { Header } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import { isProtocolHeader, noteFor } from './header-notes.ts';
import type { TabProps } from './tabs.tsx';
import { decodedName } from './utf7.ts';

export function RequestHeaders({ detail }: TabProps): ReactNode {
  return (
    <Headers headers={detail.requestHeaders} first={`${detail.method} ${detail.url} HTTP/${detail.httpVersion}`} />
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
  return <Headers headers={detail.responseHeaders} first={`HTTP/${detail.httpVersion} ${detail.status}`} />;
}

/** Those of the protocol first, each part in the order it was sent. */
function Headers({ headers, first }: { headers: readonly Header[]; first: string }): ReactNode {
  const own = headers.filter(({ name }) => isProtocolHeader(name));
  const others = headers.filter(({ name }) => !isProtocolHeader(name));
  const text = [first, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\n');
  return (
    <>
      <div className="ws-body-bar">
        <span className="ws-first-line ws-mono ws-clip" title={writtenOut(first)}>
          <Shown text={first} />
        </span>
        <CopyButton text={text} what="all headers" label="Copy all" />
      </div>
      <HeaderTable caption="WOPI" headers={own} />
      <HeaderTable caption="HTTP" headers={others} />
    </>
  );
}

function HeaderTable({ caption, headers }: { caption: string; headers: readonly Header[] }): ReactNode {
  if (headers.length === 0) return null;
  return (
    <table className="ws-headers">
      <caption>{caption}</caption>
      <tbody>
        {headers.map((header, index) => (
          // A header may come more than once, and the order is fixed.
          <HeaderLine key={`${index} ${header.name}`} header={header} />
        ))}
      </tbody>
    </table>
  );
}

/** Signatures and tokens are long and rarely read: their beginning is enough until asked for. */
const SHOWN_AT_FIRST = 120;

function HeaderLine({ header: { name, value, hidden = false } }: { header: Header }): ReactNode {
  const note = noteFor(name);
  const said = decodedName(name, value);
  const [isWhole, setWhole] = useState(value.length <= SHOWN_AT_FIRST * 1.5);
  return (
    <tr>
      <th scope="row" className="ws-mono">
        <Shown text={name} />
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
        {said === null ? null : (
          <small>
            says “<Shown text={said} />”
          </small>
        )}
        {note === null ? null : <small>{note}</small>}
      </td>
      <td>{hidden ? null : <CopyButton text={value} what={`value of ${writtenOut(name)}`} />}</td>
    </tr>
  );
}

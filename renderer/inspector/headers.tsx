import type { ReactNode } from 'react';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import type { Header } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { isProtocolHeader, noteFor } from './header-notes.ts';
import type { TabProps } from './tabs.tsx';

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
        <span className="ws-mono ws-clip" title={first}>
          {first}
        </span>
        <span className="ws-space" />
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

function HeaderLine({ header: { name, value, hidden = false } }: { header: Header }): ReactNode {
  const note = noteFor(name);
  return (
    <tr>
      <th scope="row" className="ws-mono">
        {name}
        {note === null ? null : <small>{note}</small>}
      </th>
      <td className="ws-mono">
        {hidden ? (
          <span className="ws-muted" title="A secret; it is not recorded">
            <LockClosed16Regular aria-label="Secret" /> {value}
          </span>
        ) : value === '' ? (
          <span className="ws-muted">empty</span>
        ) : (
          value
        )}
      </td>
      <td>{hidden ? null : <CopyButton text={value} what={`value of ${name}`} />}</td>
    </tr>
  );
}

import type { ReactNode } from 'react';
import type { ExchangeDetail, ProofReading } from '../../preload/contract.ts';
import { writeCondition } from '../../preload/filter/write.ts';
import { Questions } from '../findings/questions.tsx';
import { linkTo } from '../shell/location.ts';
import { PersonName } from '../ui/avatar.tsx';
import { SessionLink } from '../sessions/session-link.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { writtenOut } from '../ui/visible.ts';
import '../ui/differs.css';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatFull } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { Shown } from '../ui/shown.tsx';
import { BeforeAfter } from './before-after.tsx';

import { headerOf } from './readings.ts';
import { Related } from './related.tsx';
import type { TabProps } from './tabs.tsx';

export function Overview({ detail, onFilter }: TabProps): ReactNode {
  const { explanation, outcome } = detail;
  return (
    <div className="ws-exchange-cards">
      {explanation === null ? null : (
        <p className="ws-note" data-tone={outcome === 'ok' ? undefined : 'warn'}>
          <Shown text={explanation} />
        </p>
      )}
      <LocksCompared detail={detail} />
      <BeforeAfter detail={detail} />
      <Related detail={detail} onFilter={onFilter} />
      <About detail={detail} onFilter={onFilter} />
      <Proof proof={detail.proof} />
      <Ask detail={detail} />
    </div>
  );
}

/** On a lock conflict the two ids stand one above the other, so that the eye finds the difference. */
function LocksCompared({ detail }: { detail: ExchangeDetail }): ReactNode {
  if (detail.outcome !== 'locked-by-other') return null;
  const held = detail.before?.lockId ?? headerOf(detail.responseHeaders, 'X-WOPI-Lock') ?? '';
  const asked =
    headerOf(detail.requestHeaders, 'X-WOPI-OldLock') ?? headerOf(detail.requestHeaders, 'X-WOPI-Lock') ?? '';
  const start = commonStart(held, asked);
  const end = commonEnd(held.slice(start), asked.slice(start));
  return (
    <Card title="Lock ids compared">
      <Facts>
        <Fact label="Held">
          <Compared text={held} start={start} end={end} kind="held" />
        </Fact>
        <Fact label="Asked with">
          <Compared text={asked} start={start} end={end} kind="asked" />
        </Fact>
      </Facts>
    </Card>
  );
}

interface ComparedProps {
  text: string;
  start: number;
  end: number;
  kind: 'held' | 'asked';
}

function Compared({ text, start, end, kind }: ComparedProps): ReactNode {
  if (text === '') return <span className="ws-muted">no lock id</span>;
  const until = text.length - end;
  return (
    <span className="ws-mono">
      <Shown text={text.slice(0, start)} />
      <mark className="ws-differs" data-kind={kind}>
        <Shown text={text.slice(start, until)} />
      </mark>
      <Shown text={text.slice(until)} />
    </span>
  );
}

function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

function commonEnd(left: string, right: string): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length)) length += 1;
  return length;
}

function About({ detail, onFilter }: TabProps): ReactNode {
  const { url, method, fileName, fileId, personName, personId, client, tokenId, correlationId, sessionId } = detail;
  const narrow = (field: string, value: string, shown: ReactNode = <Shown text={value} />): ReactNode => (
    <button
      type="button"
      className="ws-link"
      title={writtenOut(`Show only requests with ${field}: ${value}`)}
      onClick={() => onFilter(writeCondition(field, value))}
    >
      {shown}
    </button>
  );
  return (
    <Card title="Request">
      <Facts>
        <Fact label="Address">
          <span className="ws-mono">
            {method} <Shown text={url} />
          </span>
        </Fact>
        {fileName === null ? null : (
          <Fact label="File">
            {narrow('file', fileName)}
            {fileId === null ? null : (
              <>
                {' · '}
                <a className="ws-link" href={`#${linkTo('/files', { id: fileId })}`}>
                  in Files
                </a>
              </>
            )}
          </Fact>
        )}
        {personName === null ? null : (
          <Fact label="Person">
            {narrow('user', personName, <PersonName id={personId ?? personName} name={personName} />)}
          </Fact>
        )}
        {client === '' ? null : <Fact label="Client">{narrow('client', client)}</Fact>}
        <Fact label="From">
          <Mono>
            {[detail.remoteAddress, detail.httpVersion && `HTTP/${detail.httpVersion}`].filter(Boolean).join(', ')}
          </Mono>
        </Fact>
        <Fact label="When">
          <Mono>{formatFull(detail.realAt)}</Mono>
          {Math.abs(detail.at - detail.realAt) < 1_000 ? null : (
            <span className="ws-muted"> · virtual time {formatFull(detail.at)}</span>
          )}
        </Fact>
        {tokenId === null ? null : (
          <Fact label="Token">
            <a className="ws-link ws-mono" href={`#${linkTo('/people', { token: tokenId })}`}>
              {tokenId}
            </a>
          </Fact>
        )}
        <IdFact label="Correlation" id={correlationId} />
        <IdFact label="Session" id={sessionId} />
      </Facts>
    </Card>
  );
}

/** Questions that the traffic of the file can answer. */
function Ask({ detail }: { detail: ExchangeDetail }): ReactNode {
  const { id, fileId, status } = detail;
  if (fileId === null || detail.outcome === 'pending') return null;
  const isRefused = status !== null && status >= 400;
  return (
    <Card title="Ask" actions={<SessionLink detail={detail} />}>
      <Questions
        exchangeId={id}
        questions={[...(isRefused ? (['refused'] as const) : []), 'read-only', 'not-opened', 'still-locked']}
      />
    </Card>
  );
}

function IdFact({ label, id }: { label: string; id: string | null }): ReactNode {
  if (id === null) return null;
  return (
    <Fact label={label}>
      <span className="ws-id">
        <span className="ws-mono">
          <Shown text={id} />
        </span>
        <CopyButton text={writtenOut(id)} what={`${label.toLowerCase()} id`} />
      </span>
    </Fact>
  );
}

const proofWords: Record<ProofReading['verdict'], { tone: Tone; words: string }> = {
  verified: { tone: 'ok', words: '✓ verified' },
  failed: { tone: 'err', words: '✕ does not fit' },
  unsigned: { tone: 'neutral', words: 'not signed' },
  unchecked: { tone: 'neutral', words: 'not checked' },
};

function Proof({ proof }: { proof: ProofReading }): ReactNode {
  const { tone, words } = proofWords[proof.verdict];
  return (
    <Card title="Proof of the sender" actions={<Badge tone={tone}>{words}</Badge>}>
      <Shown text={proof.explanation} />
    </Card>
  );
}

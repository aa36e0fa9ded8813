import type { ReactNode } from 'react';
import type { ConformanceBody, ConformanceFinding, ConformanceStep, Header } from '../../preload/contract.ts';
import { linkTo } from '../shell/location.ts';
import { Badge, OperationName } from '../ui/badge.tsx';
import { formatBytes, formatDuration } from '../ui/format.ts';

const PHASES: Record<ConformanceStep['phase'], string | null> = {
  prerequisite: 'prerequisite',
  request: null,
  cleanup: 'clean-up',
};

/** One request of a case: its line, what is wrong with the answer, and both messages to open. */
export function CaseStep({ number, step }: { number: number; step: ConformanceStep }): ReactNode {
  const { phase, name, method, url, status, durationMs, exchangeId, failures, warnings } = step;
  const word = PHASES[phase];
  // What a prerequisite misses is why the case was skipped: nothing is wrong with the host.
  const isPrerequisite = phase === 'prerequisite';
  return (
    <article
      className="ws-step"
      data-failed={failures.length > 0 && !isPrerequisite}
      aria-label={`Step ${number}: ${name}`}
    >
      <header className="ws-step-head">
        <span className="ws-mono ws-muted">{number}</span>
        <OperationName operation={name} />
        {word === null ? null : <Badge>{word}</Badge>}
        <span className="ws-step-end">
          {status === null ? (
            <span className="ws-muted">{url === '' ? 'nothing sent' : 'no answer'}</span>
          ) : (
            <span className={`ws-mono ${failures.length > 0 && !isPrerequisite ? 'ws-err' : ''}`}>{status}</span>
          )}
          <span className="ws-mono ws-muted">{formatDuration(durationMs)}</span>
          {exchangeId === null ? null : (
            <a className="ws-link" href={`#${linkTo('/traffic', { x: String(exchangeId) })}`}>
              In Traffic
            </a>
          )}
        </span>
      </header>
      {url === '' ? null : (
        <code className="ws-mono ws-step-line">
          {method} {url}
        </code>
      )}
      {failures.map((finding) => (
        <Finding
          key={`${finding.message}/${finding.received ?? ''}`}
          finding={finding}
          kind={isPrerequisite ? 'unmet' : 'failure'}
        />
      ))}
      {warnings.map((finding) => (
        <Finding key={`${finding.message}/${finding.received ?? ''}`} finding={finding} kind="warning" />
      ))}
      {url === '' ? null : (
        <>
          <Message title="Request" headers={step.requestHeaders} body={step.requestBody} />
          {status === null ? null : (
            <Message title="Response" headers={step.responseHeaders} body={step.responseBody} />
          )}
        </>
      )}
    </article>
  );
}

const WORDS = { failure: 'Failed', warning: 'Warning', unmet: 'Not met' };

function Finding({ finding, kind }: { finding: ConformanceFinding; kind: keyof typeof WORDS }): ReactNode {
  const { message, expected, received } = finding;
  return (
    <div className="ws-finding" data-kind={kind}>
      <p>
        <strong>{WORDS[kind]}</strong> {message}
      </p>
      {expected === null && received === null ? null : (
        <dl className="ws-compare">
          <div>
            <dt>Expected</dt>
            <dd className="ws-mono">{expected ?? 'nothing in particular'}</dd>
          </div>
          <div>
            <dt>Received</dt>
            <dd className="ws-mono">{received === null || received === '' ? 'nothing' : received}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}

function Message({
  title,
  headers,
  body,
}: {
  title: string;
  headers: readonly Header[];
  body: ConformanceBody;
}): ReactNode {
  return (
    <details className="ws-message">
      <summary>
        {title} <span className="ws-muted">{body.size === 0 ? 'no body' : formatBytes(body.size)}</span>
      </summary>
      <pre className="ws-mono">
        {headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
        {body.size === 0 ? '' : `\n\n${body.text ?? `(${formatBytes(body.size)} that are no text)`}`}
        {body.isCut ? '\n… (the rest is not kept)' : ''}
      </pre>
    </details>
  );
}

import type { ReactNode } from 'react';
import type { SessionStory, StoryStep } from '../../preload/contract.ts';
import { linkTo } from '../shell/location.ts';
import { Badge, OperationName } from '../ui/badge.tsx';
import { formatCount, formatFull, formatTime } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { states } from './words.ts';

/** The steps of a session from top to bottom; what did not come stands where it was due. */
export function StoryView({ story: { steps, profile, remarks } }: { story: SessionStory }): ReactNode {
  return (
    <div className="ws-story">
      {remarks.map((remark) => (
        <p key={remark} className="ws-note">
          {remark}
        </p>
      ))}
      <ol className="ws-story-steps">
        {steps.map((step, index) => (
          // A step has no name of its own: its place is its identity.
          <Step key={`step ${index}`} step={step} />
        ))}
      </ol>
      <section className="ws-story-profile">
        <h3>What {profile.name} is known to do</h3>
        <p>{profile.habit}</p>
        <SourceLink source={profile.source} />
      </section>
    </div>
  );
}

const LINKS_SHOWN = 6;

function Step({ step }: { step: StoryStep }): ReactNode {
  const { kind, state, operation, at, endAt, count, who, sentence, source, exchangeIds } = step;
  const { word, sign } = states[state];
  return (
    <li className="ws-story-step" data-state={state} data-kind={kind}>
      <span className="ws-story-time ws-mono" title={formatFull(at)}>
        {formatTime(at)}
      </span>
      <span className="ws-story-sign" aria-hidden="true">
        {sign}
      </span>
      <div className="ws-story-words">
        <div className="ws-story-head">
          <OperationName operation={operation} />
          {count > 1 ? <span className="ws-mono">× {formatCount(count)}</span> : null}
          {state === 'done' ? (
            <span className="ws-hidden">{word}</span>
          ) : (
            <Badge tone={state === 'failed' ? 'err' : state === 'missing' ? 'warn' : 'neutral'}>{word}</Badge>
          )}
          {who === null ? null : (
            <span className="ws-muted">
              <Shown text={who} />
            </span>
          )}
          {endAt > at ? <span className="ws-muted ws-mono">until {formatTime(endAt)}</span> : null}
        </div>
        <p>
          <Shown text={sentence} />
        </p>
        {source ? <SourceLink source={source} /> : null}
        {exchangeIds.length === 0 ? null : (
          <p className="ws-story-links">
            {exchangeIds.slice(0, LINKS_SHOWN).map((id, index) => (
              <a key={id} className="ws-link" href={`#${linkTo('/traffic', { x: String(id) })}`}>
                {index === 0 ? 'Request ' : <span className="ws-hidden">Request </span>}
                {id}
              </a>
            ))}
            {count > LINKS_SHOWN ? <span className="ws-muted">and {formatCount(count - LINKS_SHOWN)} more</span> : null}
          </p>
        )}
      </div>
    </li>
  );
}

function SourceLink({ source: { text, url } }: { source: SessionStory['profile']['source'] }): ReactNode {
  return (
    <p className="ws-story-source">
      <a className="ws-link" href={url} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    </p>
  );
}

/** The story as text, for a bug report. */
export function storyInText({ session, steps, profile, remarks }: SessionStory): string {
  const { fileName, people, client, key, realStartedAt } = session;
  return [
    `Session ${key}`,
    `${fileName ?? 'No file'}, ${people.join(', ') || 'nobody named'}, ${client}, ${formatFull(realStartedAt)}`,
    session.verdict,
    '',
    ...steps.map(({ at, operation, count, state, who, sentence, exchangeIds: [first] }) =>
      [
        formatTime(at),
        `${operation}${count > 1 ? ` × ${count}` : ''}`,
        ...(state === 'done' ? [] : [`(${states[state].word})`]),
        ...(who === null ? [] : [who]),
        '–',
        sentence,
        ...(first === undefined ? [] : [`[${first}]`]),
      ].join(' '),
    ),
    '',
    ...remarks,
    `Expected of: ${profile.name}`,
  ].join('\n');
}

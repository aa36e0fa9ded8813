import type { ReactNode } from 'react';
import { Button, Tab, TabList } from '@fluentui/react-components';
import { ArrowMaximize16Regular } from '@fluentui/react-icons/svg/arrow-maximize';
import { Copy16Regular } from '@fluentui/react-icons/svg/copy';
import type { SessionStory } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { marksInWords } from '../findings/severity.tsx';
import { linkTo, useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Badge, Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { copyText } from '../ui/copy.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatDuration, formatWhen, shortId } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import '../ui/detail.css';
import { StoryView, storyInText } from './story.tsx';
import { readIdFor, useFromTraffic } from './use-sessions.ts';
import { WaterfallView } from './waterfall.tsx';
import { belongings, countsOf, filterOf, tones } from './words.ts';

interface DetailProps {
  sessionKey: string;
  isWide: boolean;
  onWide: (isWide: boolean) => void;
  onClose: () => void;
}

export function SessionDetail({ sessionKey, isWide, onWide, onClose }: DetailProps): ReactNode {
  const api = useApi();
  const { data, problem, reload } = useFromTraffic(`story ${sessionKey}`, (signal) =>
    api.getSessionStory({ sessionId: sessionKey, readId: readIdFor(api, signal) }),
  );
  useShortcuts('Session', [
    { keys: 'Escape', label: 'Close the session', run: onClose },
    { keys: 'w', label: 'The whole width, or beside the list', run: () => onWide(!isWide) },
    { keys: 'c', label: 'Copy the story as text', run: () => data && void copyText(storyInText(data), 'Story') },
  ]);
  if (!data) {
    return problem === null ? (
      <Loading what="the session" />
    ) : (
      <Problem
        title="This session cannot be shown"
        message={problem}
        actions={
          <>
            <Button onClick={reload}>Try again</Button>
            <Button onClick={onClose}>Close</Button>
          </>
        }
      />
    );
  }
  return (
    <aside className="ws-detail" aria-label="Session">
      <Head story={data} isWide={isWide} onWide={onWide} onClose={onClose} />
      <Parts story={data} />
    </aside>
  );
}

interface HeadProps extends Omit<DetailProps, 'sessionKey'> {
  story: SessionStory;
}

function Head({ story, isWide, onWide, onClose }: HeadProps): ReactNode {
  const { session, missing } = story;
  const { tone, verdict, fileId, fileName, people, client, realStartedAt, realEndedAt, key, by, marks } = session;
  return (
    <header>
      <div className="ws-detail-head">
        <h2>
          <span className="ws-detail-title">
            <Badge tone={tones[tone].tone}>
              <span aria-hidden="true">{tones[tone].sign}</span> {tones[tone].word}
            </Badge>{' '}
            <Shown text={verdict} />
          </span>
        </h2>
        <Button
          size="small"
          appearance="transparent"
          icon={<ArrowMaximize16Regular />}
          aria-label={isWide ? 'Beside the list' : 'The whole width'}
          aria-pressed={isWide}
          title={isWide ? 'Beside the list (w)' : 'The whole width (w)'}
          onClick={() => onWide(!isWide)}
        />
        <CloseButton label="Close the session" onClose={onClose} />
      </div>
      <p className="ws-detail-lead">
        {fileId === null ? (
          'No file'
        ) : (
          <a className="ws-link" href={`#${linkTo('/files', { id: fileId })}`}>
            <Shown text={fileName ?? fileId} />
          </a>
        )}
        , <Shown text={people.length === 0 ? 'nobody named' : people.join(', ')} />, <Shown text={client} />;{' '}
        {formatWhen(realStartedAt)}, {formatDuration(realEndedAt - realStartedAt)}; {countsOf(session)}
        {missing > 0 ? `, ${missing} expected and not come` : ''}
        {marks ? (
          <>
            ;{' '}
            <a
              className="ws-link"
              href={`#${linkTo('/findings', by === 'session' ? { by: 'session', session: key } : { by: 'file', file: fileId })}`}
            >
              {marksInWords(marks)}
            </a>
          </>
        ) : null}
        .
      </p>
      <div className="ws-sessions-actions">
        <Button size="small" as="a" href={`#${linkTo('/traffic', { f: filterOf(session) })}`}>
          Show in Traffic
        </Button>
        <Button
          size="small"
          icon={<Copy16Regular />}
          aria-keyshortcuts="c"
          onClick={() => void copyText(storyInText(story), 'Story')}
        >
          Copy the story <Kbd>c</Kbd>
        </Button>
        <span className="ws-muted ws-mono ws-clip" title={`${belongings[by]}: ${key}`}>
          {by === 'person' ? 'no session id' : shortId(key.replace(/^token:/, ''), 16)}
        </span>
      </div>
    </header>
  );
}

function Parts({ story }: { story: SessionStory }): ReactNode {
  const [part, setPart] = useLinkParam('part');
  const shown = part === 'axis' ? 'axis' : 'story';
  return (
    <>
      <TabList
        size="small"
        aria-label="Parts of the session"
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setPart(value === 'story' ? null : String(value))}
      >
        <Tab value="story">Story</Tab>
        <Tab value="axis">Time axis</Tab>
      </TabList>
      <div
        className="ws-sessions-part"
        role="tabpanel"
        aria-label={shown === 'story' ? 'Story' : 'Time axis'}
        tabIndex={shown === 'story' ? 0 : -1}
      >
        {shown === 'story' ? <StoryView story={story} /> : <AxisPart sessionKey={story.session.key} />}
      </div>
    </>
  );
}

function AxisPart({ sessionKey }: { sessionKey: string }): ReactNode {
  const api = useApi();
  const { data, problem, reload } = useFromTraffic(`axis ${sessionKey}`, (signal) =>
    api.getWaterfall({ sessionId: sessionKey, readId: readIdFor(api, signal) }),
  );
  if (data) return <WaterfallView waterfall={data} />;
  return problem === null ? (
    <Loading what="the time axis" />
  ) : (
    <Problem
      title="The time axis cannot be shown"
      message={problem}
      actions={<Button onClick={reload}>Try again</Button>}
    />
  );
}

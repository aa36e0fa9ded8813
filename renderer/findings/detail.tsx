import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { SpeakerMute16Regular } from '@fluentui/react-icons/svg/speaker-mute';
import type { FindingGroup, FindingScope, RuleRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { Card } from '../ui/fields.tsx';
import { formatWhen, plural, shortId } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import { FindingList } from './finding-list.tsx';
import { MuteDialog } from './mute-dialog.tsx';
import { Questions } from './questions.tsx';
import { RuleWords } from './rule-words.tsx';
import { marksInWords, SeverityBadge } from './severity.tsx';
import { topics } from './topics.ts';
import { useFindingPage } from './use-findings.ts';

type PageFilter = Pick<FindingScope, 'severity' | 'since' | 'until'>;

interface RuleDetailProps {
  rule: RuleRow;
  /** What the page is narrowed to. */
  scope: PageFilter;
  onClose: () => void;
}

export function RuleDetail({ rule, scope, onClose }: RuleDetailProps): ReactNode {
  const { id, title, severity, topic, side, count, muted } = rule;
  return (
    <Pane
      label={title}
      heading={<span className="ws-detail-title">{title}</span>}
      lead={
        <>
          <SeverityBadge severity={severity} /> {topics[topic]};{' '}
          {severity === 'information' ? `about the ${side}` : `for the ${side} to mend`}.
        </>
      }
      onClose={onClose}
      foot={<MuteActions rule={rule} />}
    >
      {muted ? (
        <p className="ws-note">
          Muted {formatWhen(muted.realAt)}: {muted.reason}
        </p>
      ) : null}
      <RuleWords rule={rule} />
      <Card title={count === 0 ? 'Not seen in the kept traffic' : `Seen ${plural(count, 'time')}`}>
        {count === 0 ? (
          <p className="ws-muted">Every request that comes is looked at for this.</p>
        ) : (
          <Found query={{ ...scope, rule: id }} />
        )}
      </Card>
    </Pane>
  );
}

interface GroupDetailProps {
  group: FindingGroup;
  by: 'file' | 'session';
  rules: readonly RuleRow[];
  scope: PageFilter;
  onClose: () => void;
}

export function GroupDetail({ group, by, rules, scope, onClose }: GroupDetailProps): ReactNode {
  const { key, name, marks } = group;
  const title = by === 'file' ? (name ?? key) : `Session ${shortId(key, 16)}`;
  return (
    <Pane
      label={title}
      heading={<span className="ws-detail-title">{title}</span>}
      lead={
        <>
          {marksInWords(marks)}.{' '}
          {by === 'file' ? (
            <a className="ws-link" href={`#${linkTo('/files', { id: key })}`}>
              Show the file
            </a>
          ) : (
            <a className="ws-link" href={`#${linkTo('/sessions', { s: key })}`}>
              Show the session’s story
            </a>
          )}
        </>
      }
      onClose={onClose}
    >
      {by === 'file' ? (
        <Card title="Ask">
          <Questions fileId={key} questions={['read-only', 'not-opened', 'still-locked', 'refused']} />
        </Card>
      ) : null}
      <Card title="What was found">
        <Found query={{ ...scope, ...(by === 'file' ? { fileId: key } : { sessionId: key }) }} rules={rules} />
      </Card>
    </Pane>
  );
}

interface FoundProps {
  query: Parameters<typeof useFindingPage>[0];
  rules?: readonly RuleRow[];
}

function Found({ query, rules }: FoundProps): ReactNode {
  const { data, problem, reload, showMore } = useFindingPage(query);
  if (data) return <FindingList {...data} {...(rules ? { rules } : {})} onMore={showMore} />;
  if (problem === null) return <Loading what="findings" />;
  return (
    <Problem
      title="The findings cannot be shown"
      message={problem}
      actions={<Button onClick={reload}>Try again</Button>}
    />
  );
}

interface PaneProps {
  label: string;
  heading: ReactNode;
  lead: ReactNode;
  foot?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

function Pane({ label, heading, lead, foot, onClose, children }: PaneProps): ReactNode {
  useShortcuts('Finding', [{ keys: 'Escape', label: 'Close the details', run: onClose }]);
  return (
    <aside className="ws-detail" aria-label={label}>
      <div className="ws-detail-head">
        <h2>{heading}</h2>
        <CloseButton onClose={onClose} />
      </div>
      <p className="ws-detail-lead">{lead}</p>
      <div className="ws-detail-body">{children}</div>
      {foot}
    </aside>
  );
}

function MuteActions({ rule }: { rule: RuleRow }): ReactNode {
  const api = useApi();
  const [isMuting, setMuting] = useState(false);
  async function speakAgain(): Promise<void> {
    try {
      await api.unmuteRule({ rule: rule.id });
      say(`“${rule.title}” speaks again.`);
    } catch (error) {
      fail(error);
    }
  }
  const change = (): void => {
    if (rule.muted) void speakAgain();
    else setMuting(true);
  };
  useShortcuts('Selected finding', [
    { keys: 'm', label: rule.muted ? 'Let the rule speak again' : 'Mute the rule', run: change },
  ]);
  return (
    <div className="ws-detail-foot">
      <Button size="small" icon={<SpeakerMute16Regular />} aria-keyshortcuts="m" onClick={change}>
        {rule.muted ? 'Let it speak again' : 'Mute'} <Kbd>m</Kbd>
      </Button>
      {isMuting ? <MuteDialog rule={rule} onClose={() => setMuting(false)} /> : null}
    </div>
  );
}

import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowSwap16Regular } from '@fluentui/react-icons/svg/arrow-swap';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSource } from '../captures/source.ts';
import { outcomeWords } from '../inspector/outcomes.ts';
import { nameOfRequest } from '../inspector/plain-requests.ts';
import { linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { Kbd } from '../ui/badge.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatTimeMs } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Shown } from '../ui/shown.tsx';
import { BodyComparison } from './body-comparison.tsx';
import { FactComparison } from './fact-comparison.tsx';
import { HeaderComparison } from './header-comparison.tsx';
import './compare.css';

interface ComparePageProps {
  pair: [number, number];
  onPair: (pair: [number, number]) => void;
  onClose: () => void;
}

/** Two requests side by side: what differs in facts, headers and bodies. */
export function ComparePage({ pair, onPair, onClose }: ComparePageProps): ReactNode {
  const api = useApi();
  const [left, right] = pair;
  const { data, problem } = useLoaded(`compare ${left} ${right}`, () =>
    Promise.all([api.getExchange({ id: left }), api.getExchange({ id: right })]),
  );
  useShortcuts('Comparison', [
    { keys: 'Escape', label: 'Back to Traffic', run: onClose },
    { keys: 's', label: 'Swap the two', run: () => onPair([right, left]) },
  ]);
  return (
    <Page
      title={`Requests ${left} and ${right} compared`}
      explanation="What differs between two requests and their answers; what is the same is folded away."
      actions={
        <>
          <Button
            size="small"
            icon={<ArrowSwap16Regular />}
            aria-keyshortcuts="s"
            onClick={() => onPair([right, left])}
          >
            Swap <Kbd>s</Kbd>
          </Button>
          <Button size="small" icon={<Dismiss16Regular />} aria-keyshortcuts="Escape" onClick={onClose}>
            Back to Traffic <Kbd>Esc</Kbd>
          </Button>
        </>
      }
    >
      {problem !== null ? (
        <Problem
          title="These two cannot be compared"
          message={problem}
          actions={<Button onClick={onClose}>Back to Traffic</Button>}
        />
      ) : data === null ? (
        <Loading what="both requests" />
      ) : (
        <Comparison left={data[0]} right={data[1]} />
      )}
    </Page>
  );
}

function Comparison({ left, right }: { left: ExchangeDetail; right: ExchangeDetail }): ReactNode {
  return (
    <div className="ws-compare">
      <div className="ws-compare-sides">
        <SideHead detail={left} />
        <SideHead detail={right} />
      </div>
      <FactComparison left={left} right={right} />
      <HeaderComparison title="Headers of the request" left={left.requestHeaders} right={right.requestHeaders} />
      <BodyComparison side="request" left={left} right={right} />
      <HeaderComparison title="Headers of the answer" left={left.responseHeaders} right={right.responseHeaders} />
      <BodyComparison side="response" left={left} right={right} />
    </div>
  );
}

function SideHead({ detail }: { detail: ExchangeDetail }): ReactNode {
  const { id, status, realAt, fileName, personName } = detail;
  const recording = useSource();
  return (
    <div className="ws-compare-side">
      <a className="ws-link" href={`#${linkTo('/traffic', { x: String(id), source: recording?.id ?? null })}`}>
        Request {id}
      </a>{' '}
      <strong>{nameOfRequest(detail)}</strong>{' '}
      <span className="ws-muted">
        {[fileName, personName]
          .filter((text) => text !== null)
          .map((text) => (
            <span key={text}>
              · <Shown text={text} />{' '}
            </span>
          ))}
        · <span className="ws-mono">{status ?? 'no answer'}</span> {outcomeWords(detail)} ·{' '}
        <span className="ws-mono">{formatTimeMs(realAt)}</span>
      </span>
    </div>
  );
}

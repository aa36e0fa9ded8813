import type { ReactNode } from 'react';
import { Button, ToggleButton } from '@fluentui/react-components';
import { ArrowCircleDown16Regular } from '@fluentui/react-icons/svg/arrow-circle-down';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { Pause16Regular } from '@fluentui/react-icons/svg/pause';
import { Record16Regular } from '@fluentui/react-icons/svg/record';
import { useApi } from '../api/client.ts';
import { READ_ONLY, useSource } from '../captures/source.ts';
import { ReplayChip } from '../replay/replay-chip.tsx';
import { clearTraffic, togglePause } from '../shell/capture-actions.ts';
import { useExchanges } from '../state/exchanges.ts';
import { Kbd } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { useCalmLines, type Listing, type ListingSource } from './use-view.ts';

interface ToolbarProps {
  source: ListingSource;
  /** How the list is put together. */
  grouping: ReactNode;
  isFiltered: boolean;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  /** Whether the columns are being chosen. */
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
}

export function Toolbar(props: ToolbarProps): ReactNode {
  const { source, grouping, isFiltered, isFollowing, onFollow, isChoosing, onChoosing } = props;
  const api = useApi();
  const confirm = useConfirm();
  const capture = useExchanges((state) => state.capture);
  const recording = useSource();
  const { state, count, problem } = useCalmLines(source);
  const all = recording?.exchangeCount ?? capture.count;
  const words = isFiltered ? `${formatCount(count)} of ${formatCount(all)}` : plural(count, 'request');
  const isComplete = state?.isComplete === true || problem !== null;
  return (
    <>
      <ReplayChip />
      <span className="ws-traffic-count" role="status" title={isComplete ? undefined : progressOf(state)}>
        {words}
        {isComplete ? '' : ' …'}
      </span>
      {grouping}
      <ToggleButton
        size="small"
        icon={<ArrowCircleDown16Regular />}
        checked={isFollowing}
        disabledFocusable={recording !== null}
        title={recording ? READ_ONLY : 'Keep the newest request in sight'}
        aria-keyshortcuts="f"
        onClick={() => onFollow(!isFollowing)}
      >
        Follow <Kbd>f</Kbd>
      </ToggleButton>
      <Button
        size="small"
        icon={capture.paused ? <Record16Regular /> : <Pause16Regular />}
        aria-keyshortcuts="p"
        disabledFocusable={recording !== null}
        title={
          recording ? READ_ONLY : capture.paused ? 'Record requests again' : 'Serve requests without recording them'
        }
        onClick={() => togglePause(api)}
      >
        {capture.paused ? 'Record' : 'Pause'} <Kbd>p</Kbd>
      </Button>
      <Button
        size="small"
        icon={<Delete16Regular />}
        disabled={recording === null && count === 0 && capture.count === 0}
        disabledFocusable={recording !== null}
        title={recording ? READ_ONLY : 'Throw the recorded requests away'}
        aria-keyshortcuts="x"
        onClick={() => void clearTraffic(api, confirm)}
      >
        Clear <Kbd>x</Kbd>
      </Button>
      <ColumnChooser isOpen={isChoosing} onOpenChange={onChoosing} />
    </>
  );
}

function progressOf(state: Listing['state']): string {
  if (!state) return 'The list is being put together';
  return `${formatCount(state.lookedAt)} of ${formatCount(state.toLookAt)} requests looked through, the newest first`;
}

import type { ReactNode } from 'react';
import { Button, ToggleButton } from '@fluentui/react-components';
import { ArrowCircleDown16Regular } from '@fluentui/react-icons/svg/arrow-circle-down';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { Pause16Regular } from '@fluentui/react-icons/svg/pause';
import { Record16Regular } from '@fluentui/react-icons/svg/record';
import { useApi } from '../api/client.ts';
import { clearTraffic, togglePause } from '../shell/capture-actions.ts';
import { exchanges, useExchanges } from '../state/exchanges.ts';
import { Kbd } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { ColumnChooser } from './column-chooser.tsx';

interface ToolbarProps {
  shownCount: number;
  isFiltered: boolean;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  /** Whether the columns are being chosen. */
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
}

export function Toolbar(props: ToolbarProps): ReactNode {
  const { shownCount, isFiltered, isFollowing, onFollow, isChoosing, onChoosing } = props;
  const api = useApi();
  const confirm = useConfirm();
  const { capture, history } = useExchanges();
  const count = exchanges.items.length;
  const words = isFiltered ? `${formatCount(shownCount)} of ${formatCount(count)}` : plural(count, 'request');
  const isComplete = history === 'complete' || history === 'failed';
  return (
    <>
      <span
        className="ws-traffic-count"
        role="status"
        title={isComplete ? undefined : 'Older requests are still being read'}
      >
        {words}
        {isComplete ? '' : ' …'}
      </span>
      <ToggleButton
        size="small"
        icon={<ArrowCircleDown16Regular />}
        checked={isFollowing}
        title="Keep the newest request in sight"
        aria-keyshortcuts="f"
        onClick={() => onFollow(!isFollowing)}
      >
        Follow <Kbd>f</Kbd>
      </ToggleButton>
      <Button
        size="small"
        icon={capture.paused ? <Record16Regular /> : <Pause16Regular />}
        aria-keyshortcuts="p"
        onClick={() => togglePause(api)}
      >
        {capture.paused ? 'Record' : 'Pause'} <Kbd>p</Kbd>
      </Button>
      <Button
        size="small"
        icon={<Delete16Regular />}
        disabled={count === 0}
        aria-keyshortcuts="x"
        onClick={() => void clearTraffic(api, confirm)}
      >
        Clear <Kbd>x</Kbd>
      </Button>
      <ColumnChooser isOpen={isChoosing} onOpenChange={onChoosing} />
    </>
  );
}

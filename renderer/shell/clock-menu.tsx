import { useState, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Clock16Regular } from '@fluentui/react-icons/svg/clock';
import { useApi } from '../api/client.ts';
import { useClock, useVirtualNow } from '../state/clock.ts';
import { formatFull, formatSpan, formatTime } from '../ui/format.ts';
import { parseSpan } from '../ui/parse-span.ts';
import { useFocusBack } from '../ui/use-focus-back.ts';
import { clockActions, jumps } from './clock-actions.ts';
import { useShell } from './shell-state.ts';

/** Virtual time, and what can be done with it. Locks and tokens follow it. */
export function ClockMenu(): ReactNode {
  const api = useApi();
  const { heldAt, offsetMs } = useClock();
  const now = useVirtualNow();
  const actions = clockActions(api);
  const isHeld = heldAt !== null;
  const isWall = !isHeld && offsetMs === 0;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <button
          type="button"
          className="ws-chip"
          data-tone={isWall ? undefined : 'warn'}
          title={`Virtual time ${formatFull(now)}. Locks and tokens follow it.`}
        >
          <Clock16Regular aria-hidden="true" />
          <span className="ws-hidden">Virtual clock</span>
          <span className="ws-mono">{formatTime(now)}</span>
          {isWall ? null : (
            <span>
              {offsetMs === 0 ? '' : `${offsetMs < 0 ? '−' : '+'}${formatSpan(offsetMs)} `}
              {isHeld ? 'held' : ''}
            </span>
          )}
        </button>
      </MenuTrigger>
      <MenuPopover className="ws-wide-menu">
        <MenuList>
          {isHeld ? (
            <MenuItem onClick={actions.resume}>Let it run on</MenuItem>
          ) : (
            <MenuItem onClick={actions.hold}>Hold it here</MenuItem>
          )}
          <MenuDivider />
          {jumps.map(({ label, milliseconds, why }) => (
            <MenuItem key={label} secondaryContent={why} onClick={() => actions.jump(milliseconds)}>
              {`Jump ${label}`}
            </MenuItem>
          ))}
          <MenuItem onClick={() => useShell.setState({ dialog: 'jump' })}>Jump by …</MenuItem>
          <MenuDivider />
          <MenuItem disabled={isWall} onClick={actions.reset}>
            Back to the wall clock
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Asks how far to jump. */
export function JumpDialog(): ReactNode {
  useFocusBack();
  const api = useApi();
  const [text, setText] = useState('');
  const span = parseSpan(text, 'min');
  const isReady = span !== null && span > 0;
  const close = (): void => useShell.setState({ dialog: null });
  return (
    <Dialog open onOpenChange={(_event, { open }) => open || close()}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isReady) return;
            clockActions(api).jump(span);
            close();
          }}
        >
          <DialogBody>
            <DialogTitle>Jump the virtual clock forward</DialogTitle>
            <DialogContent>
              <Field
                label="By how much"
                hint="For example 45 min, 1h 30m, 29:59, 90 s. A bare number counts minutes."
                validationState={text === '' || isReady ? 'none' : 'error'}
                validationMessage={
                  text === '' || isReady
                    ? undefined
                    : `“${text}” is no span of time forward. Write it like 45 min or 29:59.`
                }
              >
                <Input autoFocus value={text} onChange={(_event, { value }) => setText(value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={!isReady}>
                {isReady ? `Jump ${formatSpan(span)}` : 'Jump'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

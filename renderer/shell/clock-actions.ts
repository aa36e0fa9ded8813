import type { AdminApi, ClockState } from '../../preload/contract.ts';
import { formatSpan, formatTime } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import { virtualNow } from '../state/clock.ts';

const MINUTE = 60_000;

export const jumps: readonly { label: string; milliseconds: number; why: string }[] = [
  { label: '+1 min', milliseconds: MINUTE, why: '' },
  { label: '+29 min 59 s', milliseconds: 30 * MINUTE - 1_000, why: 'a second before a lock expires' },
  { label: '+30 min', milliseconds: 30 * MINUTE, why: 'a lock expires' },
  { label: '+1 h', milliseconds: 60 * MINUTE, why: '' },
];

type ClockCalls = Pick<AdminApi, 'holdClock' | 'resumeClock' | 'jumpClock' | 'resetClock'>;

interface ClockActions {
  hold: () => void;
  resume: () => void;
  jump: (milliseconds: number) => void;
  reset: () => void;
}

/** What can be done with the clock; each says what it did, or why it could not. */
export function clockActions(api: ClockCalls): ClockActions {
  function run(call: Promise<ClockState>, words: (clock: ClockState) => string): void {
    call.then((clock) => say(words(clock)), fail);
  }
  return {
    hold: () => run(api.holdClock(), (clock) => `The clock is held at ${formatTime(virtualNow(clock))}.`),
    resume: () => run(api.resumeClock(), () => 'The clock runs on.'),
    jump: (milliseconds) =>
      run(
        api.jumpClock({ milliseconds }),
        (clock) => `The clock jumped ${formatSpan(milliseconds)} to ${formatTime(virtualNow(clock))}.`,
      ),
    reset: () => run(api.resetClock(), () => 'The clock follows the wall clock again.'),
  };
}

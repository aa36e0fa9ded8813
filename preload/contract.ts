/**
 * Everything that crosses the border between the host process and the screen. One file for each subject,
 * which import nothing but each other.
 *
 * Times are epoch milliseconds. `At` alone is virtual time (the clock locks and tokens follow);
 * `realAt` is the wall clock.
 */

export * from './contract/channel.ts';
export * from './contract/people-and-tokens.ts';
export * from './contract/files-and-locks.ts';
export * from './contract/exchanges.ts';
export * from './contract/marks.ts';
export * from './contract/filtering.ts';
export * from './contract/traffic-views.ts';
export * from './contract/findings.ts';
export * from './contract/sessions.ts';
export * from './contract/replay.ts';
export * from './contract/recordings.ts';
export * from './contract/discovery.ts';
export * from './contract/conformance.ts';
export * from './contract/host.ts';
export * from './contract/events.ts';
export * from './contract/calls.ts';

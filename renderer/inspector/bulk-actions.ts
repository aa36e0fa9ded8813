import { lazy, type ComponentType } from 'react';
import { ArrowSwap16Regular } from '@fluentui/react-icons/svg/arrow-swap';
import { ArrowRepeatAll16Regular } from '@fluentui/react-icons/svg/arrow-repeat-all';
import { Code16Regular } from '@fluentui/react-icons/svg/code';
import { Color16Regular } from '@fluentui/react-icons/svg/color';
import { Copy16Regular } from '@fluentui/react-icons/svg/copy';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { GanttChart16Regular } from '@fluentui/react-icons/svg/gantt-chart';
import { EyeOff16Regular } from '@fluentui/react-icons/svg/eye-off';
import { Link16Regular } from '@fluentui/react-icons/svg/link';
import { Save16Regular } from '@fluentui/react-icons/svg/save';
import { Pin16Regular } from '@fluentui/react-icons/svg/pin';
import { Tag16Regular } from '@fluentui/react-icons/svg/tag';
import type { FluentIcon } from '@fluentui/react-icons';
import type { AdminApi, MarkColour } from '../../preload/contract.ts';
import { chosen, saveTraffic } from '../captures/save-request.ts';
import { compareThese } from '../compare/choice.ts';
import { markColours } from '../marks/colours.ts';
import { copyAs } from '../replay/copy/copy-as.ts';
import { FORMAT_NAMES } from '../replay/copy/format-names.ts';
import { axisOfIds } from '../sessions/axis-link.ts';
import { go } from '../shell/location.ts';
import { linkTo } from '../shell/location.ts';
import type { Question } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import { plural } from '../ui/format.ts';
import { say } from '../ui/toasts.tsx';
import { rowsAsText } from './rows-as-text.ts';

/** What an action is given: the exchanges it is about, by their ids and in the order they were chosen. */
export interface BulkContext {
  api: AdminApi;
  ids: readonly number[];
  confirm: (question: Question) => Promise<boolean>;
}

export interface BulkDialogProps {
  ids: readonly number[];
  onClose: () => void;
}

export interface BulkChoice {
  id: string;
  label: string;
  run: (context: BulkContext) => Promise<void>;
}

interface BulkActionBase {
  id: string;
  label: string;
  icon: FluentIcon;
  /** A line is drawn between one part and the next. */
  part: 'mark' | 'copy' | 'send' | 'save' | 'remove';
  /** As tinykeys writes them; in force while Traffic is shown. */
  keys?: string;
  /** How many exchanges it can be about; any number unless said otherwise. */
  least?: number;
  most?: number;
  /** Has a button of its own in the bar; the others are in the menu behind “More”. */
  isInBar?: boolean;
}

/** Does something at once, offers a choice, or opens a dialog. */
export type BulkAction = BulkActionBase &
  (
    | { run: (context: BulkContext) => Promise<void> }
    | { choices: readonly BulkChoice[] }
    | { dialog: ComponentType<BulkDialogProps> }
  );

/** What can be done with exchanges that were chosen: the bar, the menu of a row and the keys loop over this. */
export const bulkActions: readonly BulkAction[] = [
  {
    id: 'pin',
    label: 'Pin or unpin',
    icon: Pin16Regular,
    part: 'mark',
    keys: 'b',
    isInBar: true,
    async run({ api, ids }) {
      await api.mark({ ids: [...ids], change: { pin: 'toggle' } });
    },
  },
  {
    id: 'colour',
    label: 'Colour',
    icon: Color16Regular,
    part: 'mark',
    isInBar: true,
    choices: [
      ...markColours.map(({ id, name, sign }) => ({ id, label: `${sign} ${name}`, run: colourTo(id) })),
      { id: 'none', label: 'None', run: colourTo(null) },
    ],
  },
  {
    id: 'tag',
    label: 'Tags …',
    icon: Tag16Regular,
    part: 'mark',
    isInBar: true,
    dialog: lazy(() => import('../marks/tag-dialog.tsx').then((module) => ({ default: module.TagDialog }))),
  },
  {
    id: 'compare',
    label: 'Compare',
    icon: ArrowSwap16Regular,
    part: 'copy',
    keys: 'd',
    isInBar: true,
    most: 2,
    run({ ids }) {
      compareThese(ids);
      return Promise.resolve();
    },
  },
  {
    id: 'copy-rows',
    label: 'Copy as table',
    icon: Copy16Regular,
    part: 'copy',
    most: 1_000,
    async run({ api, ids }) {
      const rows = await api.listRows({ ids: [...ids] });
      await copyText(rowsAsText(rows), plural(rows.length, 'request'));
    },
  },
  {
    id: 'copy-link',
    label: 'Copy link',
    icon: Link16Regular,
    part: 'copy',
    most: 1,
    async run({ ids }) {
      const { origin, pathname } = window.location;
      await copyText(`${origin}${pathname}#${linkTo('/traffic', { x: String(ids[0] ?? '') })}`, 'Link');
    },
  },
  {
    id: 'save',
    label: 'Save as a file …',
    icon: Save16Regular,
    part: 'save',
    isInBar: true,
    async run({ ids }) {
      saveTraffic([chosen(ids)]);
    },
  },
  {
    id: 'copy-as',
    label: 'Copy as',
    icon: Code16Regular,
    part: 'copy',
    most: 200,
    choices: FORMAT_NAMES.map(({ id, label }) => ({ id, label, run: ({ api, ids }) => copyAs(id, ids, api) })),
  },
  {
    id: 'replay',
    label: 'Replay …',
    icon: ArrowRepeatAll16Regular,
    part: 'send',
    isInBar: true,
    most: 20_000,
    dialog: lazy(() =>
      import('../replay/replay-dialog.tsx').then((module) => ({ default: module.ReplayChosenDialog })),
    ),
  },
  {
    id: 'axis',
    label: 'On a time axis',
    icon: GanttChart16Regular,
    part: 'send',
    least: 2,
    // They stand in the address.
    most: 300,
    run: async ({ ids }) => go(axisOfIds(ids)),
  },
  {
    id: 'ignore',
    label: 'Do not record requests like this …',
    icon: EyeOff16Regular,
    part: 'remove',
    keys: 'i',
    most: 1,
    dialog: lazy(() => import('../ignoring/ignore-dialog.tsx').then((module) => ({ default: module.IgnoreDialog }))),
  },
  {
    id: 'delete',
    label: 'Delete from the record …',
    icon: Delete16Regular,
    part: 'remove',
    keys: 'Delete',
    isInBar: true,
    async run({ api, ids, confirm }) {
      const isSure = await confirm({
        title: `Delete ${plural(ids.length, 'recorded request')}?`,
        body: 'They are deleted for good with their bodies, findings, notes and tags, pinned ones too. Files, locks and tokens stay as they are.',
        action: 'Delete',
      });
      if (!isSure) return;
      const { count } = await api.deleteExchanges({ ids: [...ids] });
      say(`${plural(count, 'request')} deleted from the record.`);
    },
  },
];

function colourTo(colour: MarkColour | null): BulkChoice['run'] {
  return async ({ api, ids }) => {
    await api.mark({ ids: [...ids], change: { colour } });
  };
}

/** What can be done with so many. */
export function actionsFor(count: number): readonly BulkAction[] {
  return bulkActions.filter(({ least = 1, most = Infinity }) => count >= least && count <= most);
}

import { useState, type ReactNode } from 'react';
import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ChevronDown12Regular } from '@fluentui/react-icons/svg/chevron-down';
import { Filter16Regular } from '@fluentui/react-icons/svg/filter';
import type { SavedView, ViewShape } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSavedViews } from '../state/saved-views.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { arrange, showOnly, useColumnChoice } from './column-choice.ts';
import { columns } from './columns.tsx';
import { SaveViewDialog } from './save-view-dialog.tsx';

export type ListShape = Omit<ViewShape, 'columns'>;

interface ViewsMenuProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** How the list is shown now; the columns are known. */
  shape: ListShape;
  onApply: (shape: ListShape) => void;
}

/** Filters with a name: those of the app, and one's own. */
export function ViewsMenu({ isOpen, onOpenChange, shape: list, onApply }: ViewsMenuProps): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const { data, problem } = useSavedViews();
  const views = data ?? [];
  const [isSaving, setSaving] = useState(false);
  const choice = useColumnChoice((state) => state.choice);
  const shape = { ...list, columns: arrange(columns, choice).map(({ id }) => id) };
  const current = views.find((view) => looksLike(view.shape, shape));

  async function remove({ id, name }: SavedView): Promise<void> {
    const isSure = await confirm({
      title: `Remove the view “${name}”?`,
      body: 'The requests stay; only the name for this way of looking at them goes.',
      action: 'Remove',
    });
    if (isSure) await api.removeSavedView({ id }).then(() => say(`The view “${name}” is removed.`), fail);
  }

  const group = (title: string, shown: readonly SavedView[]): ReactNode =>
    shown.length === 0 ? null : (
      <MenuGroup>
        <MenuGroupHeader>{title}</MenuGroupHeader>
        {shown.map(({ id, name, shape: { filter } }) => (
          <MenuItemRadio key={id} name="view" value={id} secondaryContent={<code>{filter}</code>}>
            {name}
          </MenuItemRadio>
        ))}
      </MenuGroup>
    );
  return (
    <>
      <Menu
        // The first entry gets the focus, so the menu waits for the entries.
        open={isOpen && (data !== null || problem !== null)}
        onOpenChange={(_event, { open }) => onOpenChange(open)}
        positioning="below-start"
        checkedValues={{ view: current ? [current.id] : [] }}
        onCheckedValueChange={(_event, { checkedItems }) => {
          const chosen = views.find(({ id }) => id === checkedItems[0]);
          if (!chosen) return;
          onApply(chosen.shape);
          if (chosen.shape.columns) showOnly(columns, chosen.shape.columns);
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <MenuButton
            size="small"
            appearance="transparent"
            className="ws-views-button"
            icon={
              <>
                <Filter16Regular />
                <ChevronDown12Regular />
              </>
            }
            aria-label="Views"
            title="Views: filters with a name (v)"
            aria-keyshortcuts="v"
          />
        </MenuTrigger>
        <MenuPopover className="ws-views">
          <MenuList>
            {data === null ? <p className="ws-form-note">The views could not be read: {problem}</p> : null}
            {group(
              'Views of the app',
              views.filter(({ isBuiltIn }) => isBuiltIn),
            )}
            {group(
              'Your views',
              views.filter(({ isBuiltIn }) => !isBuiltIn),
            )}
            <MenuDivider />
            <MenuItem onClick={() => setSaving(true)}>Save what is shown now as a view …</MenuItem>
            {current && !current.isBuiltIn ? (
              <MenuItem onClick={() => void remove(current)}>Remove “{current.name}” …</MenuItem>
            ) : null}
          </MenuList>
        </MenuPopover>
      </Menu>
      {isSaving ? <SaveViewDialog shape={shape} views={views} onClose={() => setSaving(false)} /> : null}
    </>
  );
}

/** A view that says nothing of columns leaves them as they are. */
function looksLike(view: ViewShape, shown: ViewShape): boolean {
  return JSON.stringify(inOrder(view, view)) === JSON.stringify(inOrder(shown, view));
}

function inOrder({ filter, group, isCollapsed, sort, columns }: ViewShape, { columns: asked }: ViewShape): unknown[] {
  return [filter.trim(), group, isCollapsed, sort?.column, sort?.descending, asked === null ? null : columns];
}

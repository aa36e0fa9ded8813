import { useMemo, type ReactNode } from 'react';
import { Dialog, DialogSurface } from '@fluentui/react-components';
import { Command as Palette } from 'cmdk';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { useFocusBack } from '../ui/use-focus-back.ts';
import { commandSources, type Command } from './commands.ts';
import { useShell } from './shell-state.ts';
import './command-palette.css';

function close(): void {
  useShell.setState({ dialog: null });
}

export function CommandPalette(): ReactNode {
  useFocusBack();
  const api = useApi();
  const confirm = useConfirm();
  const { data } = useLoaded('files', () => api.listFiles());
  const groups = useMemo(() => {
    const commands = commandSources.flatMap((source) => source({ api, confirm, files: data?.files ?? null }));
    const names = new Set(commands.map(({ group }) => group));
    return [...names].map((name) => ({ name, commands: commands.filter(({ group }) => group === name) }));
  }, [api, confirm, data]);

  return (
    <Dialog open onOpenChange={(_event, { open }) => open || close()}>
      <DialogSurface className="ws-palette" aria-label="Search or run a command">
        <Palette label="Commands" loop>
          <Palette.Input autoFocus placeholder="Type a room, a command or a file name" />
          <Palette.List label="Matches">
            <Palette.Empty>Nothing is called that. Try a shorter word.</Palette.Empty>
            {groups.map(({ name, commands }) => (
              <Palette.Group key={name} heading={name}>
                {commands.map((command) => (
                  <Line key={command.id} command={command} />
                ))}
              </Palette.Group>
            ))}
          </Palette.List>
        </Palette>
      </DialogSurface>
    </Dialog>
  );
}

function Line({ command }: { command: Command }): ReactNode {
  const { id, label, detail, keywords = [], run } = command;
  return (
    <Palette.Item
      value={`${label} ${id}`}
      keywords={detail === undefined ? keywords : [...keywords, detail]}
      onSelect={() => {
        close();
        run();
      }}
    >
      <span>{label}</span>
      {detail === undefined ? null : <span className="ws-mono ws-clip ws-muted">{detail}</span>}
    </Palette.Item>
  );
}

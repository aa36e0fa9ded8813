import { useMemo, useState, type ReactNode } from 'react';
import { Combobox, Field, Option } from '@fluentui/react-components';
import type { FileRow } from '../../preload/contract.ts';
import { plural } from '../ui/format.ts';
import { compareNames } from './tree.ts';
import { useFiles } from './use-files.ts';

interface FilePickerProps {
  label: string;
  fileId: string | null;
  onPick(fileId: string): void;
  hint?: string;
}

/** More options than anyone reads would only cost time; typing narrows. */
const MOST = 50;

/** Chooses one of the shared files by name or path. */
export function FilePicker({ label, fileId, onPick, hint }: FilePickerProps): ReactNode {
  const { files, byId, status, problem } = useFiles();
  const chosen = fileId === null ? undefined : byId.get(fileId);
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const sorted = useMemo(() => files.toSorted((left, right) => compareNames(left.path, right.path)), [files]);
  const found = useMemo(() => matching(sorted, typed ?? ''), [sorted, typed]);
  const shown = found.slice(0, MOST);
  const rest = found.length - shown.length;

  return (
    <Field label={label} required hint={hint} validationMessage={status === 'failed' ? problem : null}>
      <Combobox
        size="small"
        placeholder={status === 'loading' ? 'Reading the folder …' : 'Type part of a name or path'}
        value={typed ?? chosen?.path ?? ''}
        selectedOptions={chosen ? [chosen.id] : []}
        open={isOpen}
        onOpenChange={(_event, { open }) => setOpen(open)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
        }}
        onBlur={() => {
          setTyped(null);
          setOpen(false);
        }}
        onOptionSelect={(_event, { optionValue }) => {
          setTyped(null);
          if (optionValue !== undefined) onPick(optionValue);
        }}
      >
        {shown.map((file) => (
          <Option key={file.id} value={file.id} text={file.path}>
            {file.path}
          </Option>
        ))}
        {shown.length === 0 ? (
          <Option disabled text="">
            No file has this in its name
          </Option>
        ) : null}
        {rest > 0 ? <Option disabled text="">{`${plural(rest, 'more file')}: type to narrow`}</Option> : null}
      </Combobox>
    </Field>
  );
}

function matching(files: readonly FileRow[], typed: string): readonly FileRow[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' ? files : files.filter(({ path }) => path.toLowerCase().includes(wanted));
}

import { useEffect, useState, type ReactNode } from 'react';
import { Checkbox, Field, Input, Select } from '@fluentui/react-components';
import type { ExchangeRow, IgnoreWish } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import './ignoring.css';

interface IgnoreDialogProps {
  /** The request it is about; none: a rule made by hand. */
  ids: readonly number[];
  onClose: () => void;
}

type Wish = Record<keyof IgnoreWish, string>;
const NOTHING: Wish = { operation: '', path: '', client: '', personId: '', status: '' };

const fields: readonly { name: 'operation' | 'path' | 'client' | 'status'; label: string; hint: string }[] = [
  { name: 'operation', label: 'Operation', hint: 'Such as GetLock, or Get*' },
  { name: 'path', label: 'Path', hint: 'Such as /favicon.ico, or */contents' },
  { name: 'client', label: 'Client', hint: 'As the list shows it' },
  { name: 'status', label: 'Status', hint: 'Such as 404, or 4xx' },
];

/** Says what is not to be recorded. All that is given has to fit; what is left empty does not matter. */
export function IgnoreDialog({ ids: [id], onClose }: IgnoreDialogProps): ReactNode {
  const api = useApi();
  const people = usePeople((state) => state.people);
  const [wish, setWish] = useState<Wish>(NOTHING);
  const [alsoRecorded, setAlsoRecorded] = useState(false);
  useEffect(() => {
    if (id === undefined) return;
    api.listRows({ ids: [id] }).then(([row]) => row && setWish(likeRow(row)), fail);
  }, [api, id]);
  const isReady = Object.values(wish).some((value) => value.trim() !== '');
  const { data, problem } = useLoaded(isReady ? JSON.stringify(wish) : null, () => api.countIgnored(toWish(wish)));
  const set = (name: keyof Wish) => (value: string) => setWish((before) => ({ ...before, [name]: value }));
  const count = data?.count ?? 0;

  return (
    <FormDialog
      title="Do not record requests like this"
      action="Leave them out"
      isReady={isReady}
      onClose={onClose}
      onSubmit={async () => {
        const rule = await api.addIgnoreRule(toWish(wish));
        const deleted = alsoRecorded ? (await api.deleteIgnored({ ruleId: rule.id })).count : 0;
        say(
          `Requests like this are left out from now on; Settings lists the rule.${
            deleted === 0 ? '' : ` ${plural(deleted, 'recorded one')} deleted.`
          }`,
        );
      }}
    >
      <p className="ws-form-note">
        They are answered as before, but not recorded: no findings are looked for in them. All that is given has to fit;
        a star stands for anything.
      </p>
      <div className="ws-ignore-fields">
        {fields.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint}>
            <Input
              size="small"
              value={wish[name]}
              spellCheck={false}
              onChange={(_event, { value }) => set(name)(value)}
            />
          </Field>
        ))}
        <Field label="Person">
          <Select size="small" value={wish.personId} onChange={(_event, { value }) => set('personId')(value)}>
            <option value="">anybody</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Checkbox
        checked={alsoRecorded}
        disabled={count === 0}
        label={
          data === null
            ? 'Delete the recorded ones too'
            : `Delete the ${formatCount(count)} recorded ones too (pinned ones stay)`
        }
        onChange={(_event, { checked }) => setAlsoRecorded(checked === true)}
      />
      {problem === null ? null : <p className="ws-warn">{problem}</p>}
    </FormDialog>
  );
}

function toWish(wish: Wish): IgnoreWish {
  const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    operation: given(wish.operation),
    path: given(wish.path),
    client: given(wish.client),
    personId: given(wish.personId),
    status: given(wish.status),
  };
}

/** What is most likely meant: the operation of this client; of requests that are none, the path. */
function likeRow({ operation, path, client }: ExchangeRow): Wish {
  return operation === null ? { ...NOTHING, path } : { ...NOTHING, operation, client };
}

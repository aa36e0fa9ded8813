import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Checkmark12Regular } from '@fluentui/react-icons/svg/checkmark';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { Edit16Regular } from '@fluentui/react-icons/svg/edit';
import { PersonAdd16Regular } from '@fluentui/react-icons/svg/person-add';
import type { Person } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { usePeople } from '../state/people.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge, Kbd } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Empty } from '../ui/empty.tsx';
import { Mono } from '../ui/mono.tsx';
import { SideLine, SideList } from '../ui/side-list.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { RIGHTS } from './rights.ts';

interface PeopleListProps {
  /** Shows only this person's tokens; null shows everybody's. */
  personId: string | null;
  onPick(personId: string | null): void;
}

export function PeopleList({ personId, onPick }: PeopleListProps): ReactNode {
  const people = usePeople((state) => state.people);
  const [edited, setEdited] = useState<Person | 'new' | null>(null);
  const add = (): void => setEdited('new');
  useShortcuts('People', [{ keys: 'p', label: 'Add a person', run: add }]);
  const addButton = (
    <Button size="small" icon={<PersonAdd16Regular />} aria-keyshortcuts="p" onClick={add}>
      Add <Kbd>p</Kbd>
    </Button>
  );
  return (
    <SideList label="People" heading="People" actions={addButton}>
      {people.length === 0 ? (
        <Empty title="Nobody here yet" actions={addButton}>
          Tokens are issued to people. Add one to open a document.
        </Empty>
      ) : (
        <ul>
          {people.map((person) => (
            <PersonLine
              key={person.id}
              person={person}
              isPicked={person.id === personId}
              onPick={() => onPick(person.id === personId ? null : person.id)}
              onEdit={() => setEdited(person)}
            />
          ))}
        </ul>
      )}
      {edited === null ? null : (
        <PersonDialog person={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </SideList>
  );
}

interface PersonLineProps {
  person: Person;
  isPicked: boolean;
  onPick(): void;
  onEdit(): void;
}

function PersonLine({ person, isPicked, onPick, onEdit }: PersonLineProps): ReactNode {
  const { id, name, role, rights, isAnonymous, userInfo } = person;
  return (
    <SideLine
      isPicked={isPicked}
      isRow
      title={isPicked ? "Show everybody's tokens" : `Show only ${name}'s tokens`}
      actions={<PersonActions person={person} onEdit={onEdit} />}
      onPick={onPick}
    >
      <Avatar id={id} name={name} />
      <span className="ws-person-words">
        <span className="ws-person-head">
          <span className="ws-clip">{name}</span>
          <Badge>{role}</Badge>
          {isAnonymous ? <Badge title="IsAnonymousUser">anonymous</Badge> : null}
          <Mono>{id}</Mono>
        </span>
        <span className="ws-person-facts">
          <span className="ws-rights">
            {RIGHTS.map(({ right, label, explanation }) => (
              <span key={right} data-has={rights[right]} title={`${rights[right] ? 'May' : 'May not'}: ${explanation}`}>
                {rights[right] ? <Checkmark12Regular aria-hidden="true" /> : <span aria-hidden="true">–</span>}
                <span className="ws-hidden">{rights[right] ? 'may' : 'may not'}</span> {label.toLowerCase()}
              </span>
            ))}
          </span>
        </span>
        {userInfo === '' ? null : (
          <span className="ws-person-info ws-muted" title={`UserInfo, stored by PutUserInfo: ${userInfo}`}>
            UserInfo <Mono>{userInfo}</Mono>
          </span>
        )}
      </span>
    </SideLine>
  );
}

function PersonActions({ person, onEdit }: { person: Person; onEdit(): void }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: `Remove ${person.name}?`,
      body: 'Editors working with a token of this person get 401 at their next request. Versions saved by this person stay.',
      action: 'Remove',
    });
    if (!isSure) return;
    try {
      await api.removePerson({ personId: person.id });
      say(`${person.name} removed.`);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <>
      <Button
        size="small"
        appearance="transparent"
        icon={<Edit16Regular />}
        aria-label={`Edit ${person.name}`}
        title="Edit"
        onClick={onEdit}
      />
      <Button
        size="small"
        appearance="transparent"
        icon={<Delete16Regular />}
        aria-label={`Remove ${person.name}`}
        title="Remove"
        onClick={() => void remove()}
      />
    </>
  );
}

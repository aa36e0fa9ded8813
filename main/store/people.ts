import type { Licence, Person, Publish, Rights, Role } from '../../preload/contract.ts';
import type { Database } from './database.ts';

export const ROLE_RIGHTS: Readonly<Record<Role, Rights>> = {
  owner: { write: true, rename: true, create: true, delete: true },
  editor: { write: true, rename: false, create: true, delete: false },
  reader: { write: false, rename: false, create: false, delete: false },
  guest: { write: false, rename: false, create: false, delete: false },
};

const SEEDS: readonly Omit<Person, 'rights' | 'userInfo'>[] = [
  { id: 'owner', name: 'Olivia Owner', role: 'owner', isAnonymous: false, licence: 'consumer' },
  { id: 'editor', name: 'Emil Editor', role: 'editor', isAnonymous: false, licence: 'consumer' },
  { id: 'reader', name: 'Rita Reader', role: 'reader', isAnonymous: false, licence: 'consumer' },
  { id: 'guest', name: 'Gus Guest', role: 'guest', isAnonymous: true, licence: 'consumer' },
];

export interface People {
  list(): Person[];
  get(id: string): Person | undefined;
  /** By id, full name or first word of the name, whatever the case. */
  find(text: string): Person | undefined;
  save(person: Omit<Person, 'userInfo'>): Person;
  remove(id: string): void;
  setUserInfo(id: string, userInfo: string): void;
}

/** Personas: who a token speaks for and what that person may do. Seeded once with owner, editor, reader and guest. */
export function createPeople({ database, publish }: { database: Database; publish: Publish }): People {
  const sql = {
    all: database.prepare<[], StoredPerson>('SELECT * FROM people ORDER BY rowid'),
    put: database.prepare(
      `INSERT INTO people (id, name, role, rights, is_anonymous, licence)
       VALUES (@id, @name, @role, @rights, @isAnonymous, @licence)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, rights = excluded.rights, is_anonymous = excluded.is_anonymous,
         licence = excluded.licence`,
    ),
    remove: database.prepare('DELETE FROM people WHERE id = ?'),
    userInfo: database.prepare('UPDATE people SET user_info = ? WHERE id = ?'),
  };
  const write = (person: Omit<Person, 'userInfo'>): void => {
    const { id, name, role, rights, isAnonymous, licence } = person;
    sql.put.run({ id, name, role, rights: JSON.stringify(rights), isAnonymous: Number(isAnonymous), licence });
  };
  if (sql.all.all().length === 0) {
    database.transaction(() => {
      for (const seed of SEEDS) write({ ...seed, rights: ROLE_RIGHTS[seed.role] });
    })();
  }
  const people = new Map(sql.all.all().map((stored) => [stored.id, fromStored(stored)]));

  return {
    list: () => [...people.values()],
    get: (id) => people.get(id),
    find(text) {
      const wanted = text.trim().toLowerCase();
      const all = [...people.values()];
      const tests = [
        (person: Person) => person.id.toLowerCase() === wanted,
        (person: Person) => person.name.toLowerCase() === wanted,
        (person: Person) => person.name.toLowerCase().split(/\s+/)[0] === wanted,
      ];
      for (const test of tests) {
        const found = all.find(test);
        if (found) return found;
      }
      return undefined;
    },
    save(input) {
      write(input);
      const person = { ...input, userInfo: people.get(input.id)?.userInfo ?? '' };
      people.set(person.id, person);
      publish({ type: 'person', person });
      return person;
    },
    remove(id) {
      sql.remove.run(id);
      if (people.delete(id)) publish({ type: 'person-removed', personId: id });
    },
    setUserInfo(id, userInfo) {
      const person = people.get(id);
      if (!person) return;
      sql.userInfo.run(userInfo, id);
      const next = { ...person, userInfo };
      people.set(id, next);
      publish({ type: 'person', person: next });
    },
  };
}

interface StoredPerson {
  id: string;
  name: string;
  role: Role;
  rights: string;
  is_anonymous: number;
  licence: Licence;
  user_info: string;
}

function fromStored(stored: StoredPerson): Person {
  return {
    id: stored.id,
    name: stored.name,
    role: stored.role,
    rights: JSON.parse(stored.rights) as Rights,
    isAnonymous: stored.is_anonymous === 1,
    licence: stored.licence,
    userInfo: stored.user_info,
  };
}

import { create } from 'zustand';
import type { Person } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface PeopleState {
  /** In the order the host lists them; new ones at the end. */
  people: readonly Person[];
}

export const usePeople = create<PeopleState>(() => ({ people: [] }));

export const peopleSlice: Slice = {
  reset: ({ people }) => usePeople.setState({ people }),
  apply: (event) => {
    if (event.type === 'person') usePeople.setState(({ people }) => ({ people: withPerson(people, event.person) }));
    if (event.type === 'person-removed') {
      usePeople.setState(({ people }) => ({ people: people.filter(({ id }) => id !== event.personId) }));
    }
  },
};

function withPerson(people: readonly Person[], person: Person): Person[] {
  const isKnown = people.some(({ id }) => id === person.id);
  return isKnown ? people.map((other) => (other.id === person.id ? person : other)) : [...people, person];
}

// What people add to requests.

export type MarkColour = 'red' | 'amber' | 'green' | 'blue' | 'violet';

/** What people add to an exchange. */
export interface Mark {
  /** Retention leaves it alone. */
  isPinned: boolean;
  colour: MarkColour | null;
  note: string | null;
  tags: string[];
}

/** What to change about marks; whatever is left out stays. */
export interface MarkChange {
  /** `toggle` pins unless all of them are pinned already. */
  pin?: 'on' | 'off' | 'toggle';
  colour?: MarkColour | null;
  /** '' takes the note away. */
  note?: string;
  /** All tags from now on. */
  tags?: string[];
  addTags?: string[];
  removeTags?: string[];
}

export interface ChangedMark {
  exchangeId: number;
  /** null: nothing is left of it. */
  mark: Mark | null;
}

export interface TagUse {
  tag: string;
  count: number;
}

// What the filter offers, kept views, and what is left out of the recording.

/** Something that could be written at a place of a filter. */
export interface FilterSuggestion {
  kind: 'field' | 'value' | 'operator';
  label: string;
  meaning: string;
  /** Stands between `from` and `to` when it is taken. */
  insert: string;
  /** How often it occurs in the latest traffic; null for what need not have occurred. */
  count: number | null;
}

export interface FilterSuggestions {
  from: number;
  to: number;
  items: FilterSuggestion[];
}

/** How the list of Traffic is shown; what is null is as it is at first. */
export interface ViewShape {
  filter: string;
  group: string | null;
  isCollapsed: boolean;
  sort: { column: string; descending: boolean } | null;
  /** Ids of the shown columns, left to right. */
  columns: string[] | null;
}

export interface SavedView {
  id: string;
  name: string;
  shape: ViewShape;
  /** Comes with the app and cannot be changed. */
  isBuiltIn: boolean;
}

/** What a request has to be like not to be recorded: all that is given has to fit. `*` stands for anything. */
export interface IgnoreWish {
  operation: string | null;
  path: string | null;
  client: string | null;
  personId: string | null;
  /** 409, or 4xx for all that begin with 4. */
  status: string | null;
}

export interface IgnoreRule extends IgnoreWish {
  id: number;
  isOn: boolean;
  /** Requests it left out. */
  count: number;
  /** When it was made. */
  since: number;
}

export interface LeftOut {
  /** How many rules are on. */
  rules: number;
  count: number;
  since: number;
}

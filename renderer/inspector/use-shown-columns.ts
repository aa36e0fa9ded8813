import { useEffect, useMemo } from 'react';
import { fitColumns } from '../ui/columns.ts';
import { arrange, setLeftOut, useColumnChoice } from './column-choice.ts';
import { columns, type TrafficColumn } from './columns.tsx';

/** The chosen columns, without those a list of this width has no room for. */
export function useShownColumns(width: number): readonly TrafficColumn[] {
  const choice = useColumnChoice((state) => state.choice);
  const chosen = useMemo(() => arrange(columns, choice), [choice]);
  const shown = useMemo(() => fitColumns(chosen, width), [chosen, width]);
  useEffect(() => {
    const ids = new Set(shown.map(({ id }) => id));
    setLeftOut(chosen.filter(({ id }) => !ids.has(id)).map(({ id }) => id));
  }, [chosen, shown]);
  return shown;
}

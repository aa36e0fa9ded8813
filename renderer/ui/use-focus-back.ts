import { useEffect, useState } from 'react';

/** Fluent returns the focus to a trigger only; dialogs that use this are opened by keys and from menus as well. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}

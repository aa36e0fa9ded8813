import type { ReactNode } from 'react';
import { useHost } from '../state/host.ts';
import { useSettings } from '../state/settings.ts';
import { Card } from '../ui/fields.tsx';
import { Loading } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { sections } from './sections.tsx';
import '../ui/detail.css';
import './settings.css';

export function SettingsPage(): ReactNode {
  const settings = useSettings((state) => state.settings);
  const host = useHost((state) => state.host);
  return (
    <Page title="Settings" explanation="Each is saved by itself and in force at once, except where it says otherwise.">
      {settings === null || host === null ? (
        <Loading what="settings" />
      ) : (
        <div className="ws-settings">
          <nav className="ws-settings-nav" aria-label="Sections">
            {sections.map(({ id, title }) => (
              <a key={id} href={`#${id}`} onClick={(event) => jumpTo(event, id)}>
                {title}
              </a>
            ))}
          </nav>
          <div className="ws-settings-sections">
            {sections.map(({ id, title, body: Body }) => (
              <div key={id} id={id} tabIndex={-1}>
                <Card title={title}>
                  <div className="ws-settings-fields">
                    <Body settings={settings} host={host} />
                  </div>
                </Card>
              </div>
            ))}
          </div>
        </div>
      )}
    </Page>
  );
}

/** The hash is the address of the room, so the usual jump to an anchor is done by hand. */
function jumpTo(event: { preventDefault: () => void }, id: string): void {
  event.preventDefault();
  const section = document.querySelector<HTMLElement>(`#${id}`);
  section?.scrollIntoView({ block: 'start' });
  section?.focus({ preventScroll: true });
}

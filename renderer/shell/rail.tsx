import type { ReactNode } from 'react';
import { useHashPath } from './location.ts';
import { rooms } from './rooms.tsx';
import { writeKeys } from './shortcuts.ts';

export function Rail(): ReactNode {
  const [path] = useHashPath();
  return (
    <nav className="ws-rail" aria-label="Rooms">
      {rooms.map((room) => (
        <a
          key={room.path}
          href={`#${room.path}`}
          className="ws-rail-item"
          aria-current={path === room.path ? 'page' : undefined}
          title={`${room.label} (${writeKeys(room.shortcut)})`}
        >
          <span aria-hidden="true">{room.icon}</span>
          {room.label}
        </a>
      ))}
    </nav>
  );
}

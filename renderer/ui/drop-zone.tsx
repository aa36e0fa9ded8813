import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import './drop-zone.css';

interface DropZoneProps {
  /** What would happen, in the words shown while something hovers. */
  invitation: string;
  /** Why nothing can be dropped; null when it can. */
  refusal: string | null;
  onFiles(files: File[]): void;
  children: ReactNode;
}

/** The whole page takes files. */
export function DropZone({ invitation, refusal, onFiles, children }: DropZoneProps): ReactNode {
  const [isOver, setOver] = useState(false);
  // Entering a child fires before leaving its parent: only the depth tells whether the page was left.
  const depth = useRef(0);
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

  return (
    <div
      className="ws-drop-zone"
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!carriesFiles(event)) return;
        depth.current -= 1;
        if (depth.current === 0) setOver(false);
      }}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = refusal === null ? 'copy' : 'none';
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        if (refusal === null) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver ? (
        <div className="ws-drop-words" data-refused={refusal !== null}>
          {refusal ?? invitation}
        </div>
      ) : null}
    </div>
  );
}

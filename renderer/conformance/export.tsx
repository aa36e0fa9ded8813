import type { ReactNode } from 'react';
import type { ConformanceReport } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { ExportMenu, type ExportFormat } from '../ui/export-menu.tsx';

const FORMATS: readonly ExportFormat<ConformanceReport>[] = [
  { format: 'junit', label: 'JUnit (XML)', type: 'application/xml' },
  { format: 'json', label: 'JSON', type: 'application/json' },
  { format: 'markdown', label: 'Markdown', type: 'text/markdown' },
];

/** The report of a run as a file. */
export function Export({ runId }: { runId: number }): ReactNode {
  const api = useApi();
  return <ExportMenu formats={FORMATS} read={(format) => api.exportConformanceRun({ runId, format })} />;
}

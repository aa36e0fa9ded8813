import type { ReactNode } from 'react';
import type { FindingExport, FindingScope } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { ExportMenu, type ExportFormat } from '../ui/export-menu.tsx';

const FORMATS: readonly ExportFormat<FindingExport>[] = [
  { format: 'markdown', label: 'Report (Markdown)', type: 'text/markdown' },
  { format: 'csv', label: 'Table (CSV)', type: 'text/csv' },
  { format: 'json', label: 'JSON', type: 'application/json' },
];

/** What was found within the scope, as a file. */
export function ExportFindings({ scope }: { scope: FindingScope }): ReactNode {
  const api = useApi();
  return <ExportMenu formats={FORMATS} read={(format) => api.exportFindings({ ...scope, format })} />;
}

import { useApi } from '../api/client.ts';
import { openFiles } from './open-files.ts';
import { showSource } from './source.ts';

/** Opens files and shows the last one that could be read. */
export function useOpenFiles(): (files: readonly File[]) => void {
  const api = useApi();
  return (files) => {
    void openFiles(api, files).then((opened) => {
      if (opened) showSource(opened.id);
    });
  };
}

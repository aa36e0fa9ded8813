import { useEffect, useState, type ReactNode } from 'react';
import { pptxToHtml } from '@jvmr/pptx-to-html';
import { Loading, Problem } from '../ui/empty.tsx';
import { useOfficeFile } from './office-file.ts';

const WIDTH = 960;
const HEIGHT = 540;

/** Slides, to look at. What comes out of the file is drawn in frames without scripts, forms or links of their own. */
export function PptxView(): ReactNode {
  const { loaded } = useOfficeFile();
  const [slides, setSlides] = useState<string[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (loaded === null) return;
    pptxToHtml(loaded.bytes, { width: WIDTH, height: HEIGHT, scaleToFit: true }).then(setSlides, (error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [loaded]);

  if (problem !== null)
    return (
      <Problem title="The presentation cannot be shown" message={`${problem} Download it to open it elsewhere.`} />
    );
  if (slides === null) return <Loading what="the slides" />;
  return (
    <ol className="sb-slides" aria-label="Slides">
      {slides.map((html, index) => (
        <li key={`${String(loaded?.revision)} ${String(index)}`}>
          <span className="sb-slide-number" aria-hidden="true">
            {index + 1}
          </span>
          <iframe
            className="sb-slide"
            title={`Slide ${String(index + 1)} of ${String(slides.length)}`}
            sandbox=""
            srcDoc={slidePage(html)}
            tabIndex={-1}
          />
        </li>
      ))}
    </ol>
  );
}

function slidePage(html: string): string {
  const style = `html,body{margin:0;width:${String(WIDTH)}px;height:${String(HEIGHT)}px;overflow:hidden;background:#fff;color:#000;color-scheme:light}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Slide</title><style>${style}</style></head><body>${html}</body></html>`;
}

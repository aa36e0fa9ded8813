/** The PowerPoint sample and the empty PowerPoint template. */
import PptxGenJS from 'pptxgenjs';

const INK = '1B1B1F';
const MUTE = '6B6B76';
const ACCENT = '0F6CBD';

function deck(title) {
  const slides = new PptxGenJS();
  slides.layout = 'LAYOUT_WIDE';
  slides.author = 'WOPI Sandbox';
  slides.company = 'WOPI Sandbox';
  slides.title = title;
  return slides;
}

const bytes = async (slides) => new Uint8Array(await slides.write({ outputType: 'arraybuffer' }));

/** Every box has a width and a height: viewers lay text out at zero width without them. */
export async function roadmap() {
  const slides = deck('Roadmap');
  const cover = slides.addSlide();
  cover.addText('Roadmap', { x: 0.8, y: 2.4, w: 11.5, h: 1, fontSize: 44, bold: true, color: INK });
  cover.addText('From a folder to a WOPI integration, in three steps', {
    x: 0.8,
    y: 3.4,
    w: 11.5,
    h: 0.6,
    fontSize: 20,
    color: MUTE,
  });
  cover.addShape(slides.ShapeType.rect, { x: 0.85, y: 4.2, w: 2, h: 0.08, fill: { color: ACCENT } });

  const steps = slides.addSlide();
  steps.addText('Three steps', { x: 0.8, y: 0.5, w: 11.5, h: 0.8, fontSize: 30, bold: true, color: INK });
  steps.addText(
    [
      'Share a folder and open its documents here, offline',
      'Give it a public address and connect Office for the web',
      'Run the conformance tests and mend what they find',
    ].map((text) => ({ text, options: { bullet: { type: 'number' }, breakLine: true, paraSpaceAfter: 12 } })),
    { x: 0.8, y: 1.6, w: 11.5, h: 3, fontSize: 22, color: INK, valign: 'top' },
  );

  const dates = slides.addSlide();
  dates.addText('When', { x: 0.8, y: 0.5, w: 11.5, h: 0.8, fontSize: 30, bold: true, color: INK });
  const head = { bold: true, fill: { color: 'E8F2FB' } };
  dates.addTable(
    [
      [
        { text: 'Milestone', options: head },
        { text: 'Owner', options: head },
        { text: 'Week', options: head },
      ],
      ['First document opens', 'Olivia', '1'],
      ['Two people in one document', 'Emil', '2'],
      ['Validator is green', 'Olivia', '4'],
    ],
    {
      x: 0.8,
      y: 1.6,
      w: 11,
      colW: [6, 3, 2],
      fontSize: 18,
      color: INK,
      border: { type: 'solid', pt: 0.75, color: 'C8C8CC' },
    },
  );
  return bytes(slides);
}

export async function emptyDeck() {
  const slides = deck('');
  slides.addSlide();
  return bytes(slides);
}

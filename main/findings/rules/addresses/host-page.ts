import { attribute, hostPageForm } from '../../host-page.ts';
import { rule } from '../../rule.ts';
import { PATIENCE_MS } from '../../past.ts';
import { shown } from '../../words.ts';

const page = (extra: string): readonly ['Other', { url: string; body: string }] => [
  'Other',
  {
    url: '/open/1',
    body: `<form action="https://office.example/edit?WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1" method="post"><input name="access_token" value="t"></form>${extra}`,
  },
];

export const noFirstRequest = rule({
  id: 'no-first-request',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [79],
  title: 'The page was opened, and no request came',
  what: 'A host page was delivered, and during half a minute no WOPI request for its file followed.',
  why: 'The editor cannot reach the host: it is on localhost or a private address, its domain is not on Microsoft’s allow list, the port is not 443, or the tunnel is down.',
  fix: 'Use a public https address that the client’s operator has allowed, and open it from elsewhere to see whether it answers.',
  spec: 'online/build-test-ship/common-issues',
  isEverywhere: true,
  inspect(now, { unanswered }) {
    const [opening] = unanswered;
    if (!opening) return null;
    return {
      exchangeId: opening.exchangeId,
      evidence: `No request for ${opening.fileName ?? opening.target.slice(6)} within ${PATIENCE_MS / 1000} seconds.`,
    };
  },
  good: [['it came', page(''), ['CheckFileInfo'], ['CheckFileInfo', { after: 60 }]]],
  bad: [['it did not', page(''), ['CheckFileInfo', { file: 'doc2', after: 60 }]]],
});

export const staticFrame = rule({
  id: 'static-frame',
  severity: 'warning',
  topic: 'addresses',
  side: 'host',
  mistakes: [86],
  title: 'The frame of the editor is in the page from the start',
  what: 'The host page has the iframe in its markup. It should be made by script.',
  why: 'Going back and forward in the browser then posts the old form again and breaks the session.',
  fix: 'Create the iframe by script and submit the form into it.',
  spec: 'online/hostpage',
  isEverywhere: true,
  inspect(now) {
    const form = hostPageForm(now);
    return form && /<iframe\b/i.test(withoutScripts(form.html))
      ? 'The page holds an iframe outside its scripts.'
      : null;
  },
  good: [['made by script', page('<script>document.createElement("iframe")</script>')]],
  bad: [['in the page', page('<iframe name="office_frame"></iframe>')]],
});

const NEEDED = ['allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-popups', 'allow-top-navigation'] as const;

export const frameSandbox = rule({
  id: 'frame-sandbox',
  severity: 'warning',
  topic: 'addresses',
  side: 'host',
  mistakes: [87],
  title: 'The frame is locked in too tightly',
  what: 'The sandbox attribute of the editor’s iframe misses rights the editor needs.',
  why: 'Signing in for business use, pop-ups and leaving the frame do not work.',
  fix: 'Allow scripts, same-origin, forms, popups and top-navigation, or leave sandbox out.',
  spec: 'online/hostpage',
  isEverywhere: true,
  inspect(now) {
    const html = hostPageForm(now)?.html;
    if (html === undefined) return null;
    const frame = /<iframe\b[^>]*>/i.exec(withoutScripts(html))?.[0] ?? '';
    const given =
      attribute(frame, 'sandbox') ?? /\.setAttribute\(\s*['"]sandbox['"]\s*,\s*['"]([^'"]*)['"]/.exec(html)?.[1];
    if (given === undefined || given === null) return null;
    const missing = NEEDED.filter((right) => !given.split(/\s+/).some((one) => one.startsWith(right)));
    return missing.length === 0 ? null : `sandbox is ${shown(given)}; missing: ${missing.join(', ')}.`;
  },
  good: [
    [
      'all rights',
      page(
        `<script>frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation')</script>`,
      ),
    ],
  ],
  bad: [['too few', page(`<script>frame.setAttribute('sandbox', 'allow-scripts')</script>`)]],
});

export const sessionReloaded = rule({
  id: 'session-reloaded',
  severity: 'information',
  topic: 'addresses',
  side: 'client',
  mistakes: [89],
  title: 'The client loads the host page anew',
  what: 'The page was asked for with wdPreviousSession: the token was about to end, and the client navigated the whole window to get a new one.',
  why: 'If the document is part of a larger application, that application is left.',
  fix: 'Give every document a page of its own, and remove the wd… parameters from the address afterwards.',
  spec: 'online/hostpage',
  isEverywhere: true,
  inspect: (now) =>
    !now.isWopi && now.query('wdprevioussession') !== null ? 'wdPreviousSession is in the address.' : null,
  good: [['a first visit', page('')]],
  bad: [['again', ['Other', { url: '/open/1?wdPreviousSession=s1', body: '<html></html>' }]]],
});

/** Linear in the length of the page, whatever stands in it. */
function withoutScripts(html: string): string {
  return html
    .split(/<script\b/i)
    .map((part, index) => (index === 0 ? part : (part.split(/<\/script>/i)[1] ?? '')))
    .join('');
}

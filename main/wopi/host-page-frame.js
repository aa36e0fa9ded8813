/**
 * Runs in the browser, inlined into the host page. The order is required (host page specification 05 §2.5): form,
 * frame with all its attributes, message listener, and only then the submit.
 */
const page = JSON.parse(document.getElementById('page').textContent);
history.replaceState(null, '', page.reloadUrl);

const frame = document.createElement('iframe');
frame.name = 'office_frame';
frame.id = 'office_frame';
frame.title = 'Office Frame';
frame.setAttribute('allowfullscreen', 'true');
frame.setAttribute(
  'sandbox',
  'allow-scripts allow-same-origin allow-forms allow-popups allow-top-navigation allow-popups-to-escape-sandbox allow-downloads allow-modals',
);
frame.allow = `clipboard-read ${page.editorOrigin}; clipboard-write ${page.editorOrigin}; fullscreen ${page.editorOrigin}`;
document.getElementById('frameholder').appendChild(frame);

const send = (MessageId, Values) =>
  frame.contentWindow.postMessage(JSON.stringify({ MessageId, SendTime: Date.now(), Values }), page.editorOrigin);

const handlers = {
  App_LoadingStatus: () => send('Host_PostmessageReady', {}),
  UI_Close: () => {
    frame.remove();
    document.title = 'Closed';
    document.getElementById('closed').classList.add('shown');
  },
  UI_Edit: () => window.location.assign(page.editUrl),
  UI_FileVersions: () => window.open(page.versionsUrl, '_blank', 'noopener'),
  File_Rename: ({ NewName }) => {
    // The new name comes without its extension, which never changes.
    const extension = /\.[^.]*$/.exec(page.title)?.[0] ?? '';
    if (typeof NewName === 'string') document.title = NewName + extension;
  },
};

const read = (data) => {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data;
  } catch {
    return null;
  }
};

window.addEventListener('message', (event) => {
  if (event.origin !== page.editorOrigin || event.source !== frame.contentWindow) return;
  const message = read(event.data);
  if (message && Object.hasOwn(handlers, message.MessageId)) handlers[message.MessageId](message.Values ?? {});
});

document.getElementById('office_form').submit();

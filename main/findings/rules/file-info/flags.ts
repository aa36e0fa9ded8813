import { ofAnswer, rule } from '../../rule.ts';
import { shown } from '../../words.ts';

const PAGE = 'rest/files/checkfileinfo/checkfileinfo-response';
const on = ['CheckFileInfo'] as const;

export const writeFlagsContradict = rule({
  id: 'write-flags-contradict',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [21],
  title: 'The flags for editing contradict each other',
  what: 'UserCanWrite is true, but SupportsUpdate or SupportsLocks is not, or ReadOnly or WebEditingDisabled is true as well.',
  why: 'The document opens read-only, or the edit button leads to a failure.',
  fix: 'For editing send UserCanWrite, SupportsUpdate and SupportsLocks as true, and neither ReadOnly nor WebEditingDisabled.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    if (result?.['UserCanWrite'] !== true) return null;
    const missing = ['SupportsUpdate', 'SupportsLocks'].filter((name) => result[name] !== true);
    const against = ['ReadOnly', 'WebEditingDisabled'].filter((name) => result[name] === true);
    const parts = [...missing.map((name) => `${name} is not true`), ...against.map((name) => `${name} is true`)];
    return parts.length === 0 ? null : `UserCanWrite is true, but ${parts.join(' and ')}.`;
  }),
  good: [
    ['all agree', ['CheckFileInfo']],
    ['read-only', ['CheckFileInfo', { info: { ReadOnly: true }, without: ['UserCanWrite', 'HostEditUrl'] }]],
  ],
  bad: [
    ['no locks', ['CheckFileInfo', { without: ['SupportsLocks'] }]],
    ['ReadOnly', ['CheckFileInfo', { info: { ReadOnly: true } }]],
  ],
});

export const opensReadOnly = rule({
  id: 'opens-read-only',
  severity: 'information',
  topic: 'file-info',
  side: 'host',
  mistakes: [21],
  title: 'The document opens read-only',
  what: 'CheckFileInfo offers a page for editing, but this person may not write.',
  why: 'That is right for readers, and a riddle for everybody else.',
  fix: 'To allow editing send UserCanWrite: true together with SupportsUpdate and SupportsLocks.',
  spec: PAGE,
  on,
  inspect: ({ result }) =>
    result && typeof result['HostEditUrl'] === 'string' && result['UserCanWrite'] !== true
      ? 'HostEditUrl is there, UserCanWrite is not true.'
      : null,
  good: [['may write', ['CheckFileInfo']]],
  bad: [['may not', ['CheckFileInfo', { without: ['UserCanWrite'] }]]],
});

export const renameFlagAlone = rule({
  id: 'flag-without-its-partner',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  title: 'A flag needs another one',
  what: 'UserCanRename needs SupportsRename; SupportsContainers needs SupportsDeleteFile; WorkflowUrl and WorkflowType belong together.',
  why: 'Alone they have no effect, or promise operations that are not there.',
  fix: 'Send both of the pair or none.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const has = (name: string): boolean => result[name] !== undefined && result[name] !== false && result[name] !== '';
    const pairs = [
      ['UserCanRename', 'SupportsRename'],
      ['SupportsContainers', 'SupportsDeleteFile'],
      ['WorkflowUrl', 'WorkflowType'],
    ] as const;
    const alone = pairs.find(([one, other]) => has(one) && !has(other));
    return alone ? `${alone[0]} is set, ${alone[1]} is not.` : null;
  }),
  good: [['both', ['CheckFileInfo']]],
  bad: [['UserCanRename alone', ['CheckFileInfo', { without: ['SupportsRename'] }]]],
});

export const postMessageOrigin = rule({
  id: 'post-message-origin',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [88],
  title: 'PostMessageOrigin is missing or no origin',
  what: 'Messages are asked for, and PostMessageOrigin is missing, is “*”, has no scheme, or has a path.',
  why: 'Without the exact origin of the host page no message passes in either direction: Close and Edit do nothing.',
  fix: 'Send scheme and host of the host page, with the port when it is not the usual one, and nothing else: https://host.example.',
  spec: 'online/scenarios/postmessage',
  on,
  inspect: ofAnswer((result) => {
    const wants = Object.keys(result).filter((name) => name.endsWith('PostMessage') && result[name] === true);
    const origin = result['PostMessageOrigin'];
    if (typeof origin !== 'string' || origin === '')
      return wants.length === 0
        ? null
        : `${wants.join(', ')} ${wants.length === 1 ? 'is' : 'are'} true, PostMessageOrigin is missing.`;
    return /^https?:\/\/[^/?#\s*]+\/?$/i.test(origin) ? null : `PostMessageOrigin is ${shown(origin)}.`;
  }),
  good: [['an origin', ['CheckFileInfo', { info: { ClosePostMessage: true } }]]],
  bad: [
    ['missing', ['CheckFileInfo', { info: { ClosePostMessage: true }, without: ['PostMessageOrigin'] }]],
    ['no scheme', ['CheckFileInfo', { info: { PostMessageOrigin: 'host.example' } }]],
    ['any', ['CheckFileInfo', { info: { PostMessageOrigin: '*' } }]],
  ],
});

export const closeNeedsUrl = rule({
  id: 'close-needs-url',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [30],
  title: 'The close button does nothing',
  what: 'CloseButtonClosesWindow is set without ClosePostMessage, or ClosePostMessage without CloseUrl.',
  why: 'Browsers let scripts close only windows that scripts opened. And without CloseUrl there is no close button at all, even with ClosePostMessage.',
  fix: 'Send CloseUrl and ClosePostMessage, and leave the page when the message comes.',
  spec: 'online/scenarios/customization',
  on,
  inspect: ofAnswer((result) => {
    if (result['ClosePostMessage'] === true && !result['CloseUrl'])
      return 'ClosePostMessage is true, CloseUrl is missing.';
    return result['CloseButtonClosesWindow'] === true && result['ClosePostMessage'] !== true
      ? 'CloseButtonClosesWindow is true, ClosePostMessage is not.'
      : null;
  }),
  good: [['both', ['CheckFileInfo', { info: { ClosePostMessage: true } }]]],
  bad: [
    ['closes the window', ['CheckFileInfo', { info: { CloseButtonClosesWindow: true } }]],
    ['no CloseUrl', ['CheckFileInfo', { info: { ClosePostMessage: true }, without: ['CloseUrl'] }]],
  ],
});

export const licenceDiffers = rule({
  id: 'licence-differs',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [34],
  title: 'File and folder disagree about the licence',
  what: 'IsEduUser or LicenseCheckForEditIsEnabled differ between CheckFileInfo and CheckContainerInfo of one session.',
  why: 'Mobile Office checks that both say the same of a person; its tests fail otherwise.',
  fix: 'Send both flags from one place, with files and containers.',
  spec: 'rest/containers/checkcontainerinfo',
  on,
  inspect({ result }, { session: { container } }) {
    if (!result || !container) return null;
    const names = ['IsEduUser', 'LicenseCheckForEditIsEnabled'].filter(
      (name) => (result[name] ?? false) !== (container[name] ?? false),
    );
    return names.length === 0
      ? null
      : `${names.join(' and ')} differ${names.length === 1 ? 's' : ''} from the container’s answer.`;
  },
  good: [
    [
      'the same',
      ['CheckContainerInfo', { file: 'root', token: 'folder-token', info: { IsEduUser: true } }],
      ['CheckFileInfo', { info: { IsEduUser: true } }],
    ],
  ],
  bad: [
    [
      'different',
      ['CheckContainerInfo', { file: 'root', token: 'folder-token', info: { IsEduUser: true } }],
      ['CheckFileInfo'],
    ],
  ],
});

export const checkFileInfoFailed = rule({
  id: 'check-file-info-failed',
  severity: 'information',
  topic: 'file-info',
  side: 'host',
  mistakes: [9],
  title: 'CheckFileInfo was refused',
  what: 'CheckFileInfo is the first request of every session; after a refusal nothing opens.',
  why: 'Office tells the host page by a message. A page that does not listen to it shows a spinner for ever.',
  fix: 'Look at the reason of the refusal, and let the host page react to the load status message.',
  spec: 'rest/files/checkfileinfo',
  on,
  inspect: (now) => (now.status !== null && now.status >= 400 ? `CheckFileInfo was answered ${now.status}.` : null),
  good: [['200', ['CheckFileInfo']]],
  bad: [['404', ['CheckFileInfo', { status: 404 }]]],
});

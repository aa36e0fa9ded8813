import type { Activity } from '../../../store/activities.ts';
import type { Operation } from '../../operation.ts';
import { readSmall } from '../../receive.ts';
import { badRequest, okJson, tooLarge } from '../../results.ts';

const MAX_BYTES = 1024 * 1024;
const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const STORED = 0;
const TYPE_NOT_SUPPORTED = 3;

/** Takes in what a client reports of comments in the document; other kinds of reports are declined one by one. */
export const addActivities: Operation = {
  name: 'AddActivities',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'ADD_ACTIVITIES',
  needs: 'write',
  advertises: ['SupportsAddActivities'],
  spec: 'https://learn.microsoft.com/openspecs/office_protocols/ms-wopi/',
  async run(call, { activities, now }) {
    const bytes = await readSmall(call.body, MAX_BYTES);
    if (!bytes) return tooLarge(`The activities have more than ${MAX_BYTES} bytes.`);
    const reports = parse(bytes.toString('utf8'));
    if (typeof reports === 'string') return badRequest(reports);
    const person = { at: now(), personId: call.person.id };
    const comments = reports.filter(({ type }) => isSupported(type));
    activities.add(
      call.file.id,
      comments.map((report) => ({ ...report, ...person })),
    );
    return okJson({
      ActivityResponses: reports.map(({ id, type }) => ({
        Id: id,
        Status: isSupported(type) ? STORED : TYPE_NOT_SUPPORTED,
      })),
    });
  },
};

type Report = Pick<Activity, 'id' | 'type' | 'text'>;

function isSupported(type: string): boolean {
  return type === 'comment';
}

/** The reports, or why the body is none. Only what the answer depends on is looked at; unknown properties are welcome. */
function parse(text: string): Report[] | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'The body is not JSON.';
  }
  const list = isObject(body) ? body['Activities'] : undefined;
  if (!Array.isArray(list) || list.length === 0) return 'The body needs “Activities”, a list of at least one.';
  const reports: Report[] = [];
  for (const one of list as unknown[]) {
    const { Id: id, Type: type } = isObject(one) ? one : {};
    if (typeof id !== 'string' || !GUID.test(id)) return 'Every activity needs an “Id”, a GUID.';
    if (typeof type !== 'string' || type === '') return `The activity ${id} needs a “Type”.`;
    reports.push({ id, type, text: JSON.stringify(one) });
  }
  return reports;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

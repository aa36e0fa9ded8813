import type { ReactNode } from 'react';
import { CopyButton } from '../ui/copy.tsx';
import { Empty } from '../ui/empty.tsx';
import { plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import { charsetOf } from './charset.ts';
import { readForm } from './form.ts';
import type { ViewProps } from './view-props.ts';
import { Whole } from './whole.tsx';

const LIMIT = 1024 * 1024;
const MOST_SHOWN = 500;

/** The fields of a form, decoded, in the order they were sent. */
export function FormView({ source, contentType, start }: ViewProps): ReactNode {
  return (
    <Whole source={source} limit={LIMIT} what="a form">
      {(bytes) => <Fields text={new TextDecoder(charsetOf(contentType, start).label).decode(bytes)} />}
    </Whole>
  );
}

function Fields({ text }: { text: string }): ReactNode {
  const fields = readForm(text);
  if (fields.length === 0) return <Empty title="The form is empty" />;
  return (
    <div className="ws-body-view">
      <table className="ws-headers">
        <caption>
          {plural(fields.length, 'field')}
          {fields.length > MOST_SHOWN ? `; the first ${MOST_SHOWN} are shown` : ''}
        </caption>
        <tbody>
          {fields.slice(0, MOST_SHOWN).map(({ name, value }, index) => (
            // A field may come more than once, and the order is fixed.
            <tr key={`${index} ${name}`}>
              <th scope="row" className="ws-mono">
                <Shown text={name} />
              </th>
              <td className="ws-mono">
                {value === '' ? <span className="ws-muted">empty</span> : <Shown text={value} />}
              </td>
              <td>
                <CopyButton text={value} what={`value of ${writtenOut(name)}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

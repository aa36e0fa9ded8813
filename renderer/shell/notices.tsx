import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { useApi } from '../api/client.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useHost } from '../state/host.ts';
import { fail } from '../ui/toasts.tsx';

/** What the host wants known: standing problems first, then notices that can be put away. */
export function Notices(): ReactNode {
  const api = useApi();
  const { host, notices } = useHost();
  const captureProblem = useExchanges((state) => state.capture.problem);
  return (
    <>
      {host?.folderProblem != null ? (
        <Banner tone="error" title="The shared folder cannot be used." detail={host.folderProblem}>
          <Button size="small" as="a" href="#/settings">
            Settings
          </Button>
        </Banner>
      ) : null}
      {captureProblem === null ? null : (
        <Banner tone="error" title="Traffic is not being recorded." detail={captureProblem} />
      )}
      {notices.map(({ id, tone, title, detail }) => (
        <Banner key={id} tone={tone} title={title} detail={detail}>
          <Button
            size="small"
            appearance="transparent"
            icon={<Dismiss16Regular />}
            aria-label={`Put away: ${title}`}
            onClick={() => void api.dismissNotice({ noticeId: id }).catch(fail)}
          />
        </Banner>
      ))}
    </>
  );
}

interface BannerProps {
  tone: 'info' | 'warning' | 'error';
  title: string;
  detail: string;
  children?: ReactNode;
}

function Banner({ tone, title, detail, children }: BannerProps): ReactNode {
  return (
    <div className="ws-banner" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <p>
        <strong>{title}</strong> {detail}
      </p>
      {children}
    </div>
  );
}

import type { ReactNode } from 'react';
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle';
import { Info16Regular } from '@fluentui/react-icons/svg/info';
import { Warning16Regular } from '@fluentui/react-icons/svg/warning';

export type BannerTone = 'info' | 'warn' | 'err';

const ICONS: Record<BannerTone, ReactNode> = {
  info: <Info16Regular />,
  warn: <Warning16Regular />,
  err: <ErrorCircle16Regular />,
};

interface BannerProps {
  tone: BannerTone;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** One line above the document: what is so, why, and what can be done. */
export function Banner({ tone, title, children, actions }: BannerProps): ReactNode {
  return (
    <section className="sb-banner" data-tone={tone} role={tone === 'err' ? 'alert' : 'status'} aria-label={title}>
      <span className="sb-banner-icon" aria-hidden="true">
        {ICONS[tone]}
      </span>
      <div className="sb-banner-words">
        <strong>{title}</strong> {children}
      </div>
      {actions === undefined ? null : <div className="sb-banner-actions">{actions}</div>}
    </section>
  );
}

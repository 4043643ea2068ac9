import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorSession } from '../../../../../src/modules/identity/contract.ts';
import { deviceOf } from '../../../../ui/device.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** What a browser says of itself, in a few words. */
export function useDeviceName(): (session: Pick<OperatorSession, 'device'>) => string {
  const { t } = useTranslation();
  return ({ device }) => {
    const { browser, system } = deviceOf(device ?? '');
    return [browser, system].filter(Boolean).join(' · ') || t('account.sessions.unknown');
  };
}

/** One place where somebody is signed in: device, address, when it was used and signed in; beside it what can be done. */
export function SessionLine({ session, children }: { session: OperatorSession; children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useDeviceName();
  return (
    <li>
      <div className="q-seat-who" title={session.device ?? undefined}>
        <strong>
          {nameOf(session)}
          {session.current ? <span className="q-word">{t('account.sessions.this')}</span> : null}
        </strong>
        <span className="q-faint">{session.address ?? t('account.sessions.noAddress')}</span>
      </div>
      <div className="q-seat-facts q-faint">
        <span title={format.instant(session.lastSeenAt)}>
          {t('account.sessions.seen', { when: format.relative(session.lastSeenAt) })}
        </span>
        <span title={format.instant(session.createdAt)}>
          {t('account.sessions.since', { when: format.relative(session.createdAt) })}
        </span>
      </div>
      {children}
    </li>
  );
}

import { useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** How a connection is, in a word; and why it is not up. */
export function ConnectionState({ connection, full }: { connection: ConnectionView; full?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, pausedFor, detail, since, againAt } = connection;
  const word =
    state === 'paused' && pausedFor === 'revoked' ? t('connections.states.revoked') : t(`connections.states.${state}`);
  return (
    <span className="q-connection-state-line">
      <span className={`q-pill q-connection-${state}`}>{word}</span>
      <small className="q-faint" title={format.instant(since)}>
        {t('connections.since', { when: format.relative(since) })}
        {againAt ? ` · ${t('connections.again', { when: format.relative(againAt) })}` : ''}
      </small>
      {detail && state !== 'up' && full ? <p className="q-connection-detail">{detail}</p> : null}
    </span>
  );
}

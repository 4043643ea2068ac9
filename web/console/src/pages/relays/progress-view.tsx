import { useTranslation } from 'react-i18next';
import type { Progress } from '../../../../../src/modules/relay/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** How far deliveries are: sent of all, as a bar and in words; what failed is named. */
export function ProgressView({ progress }: { progress: Progress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { waiting, sent, failed } = progress;
  const all = waiting + sent + failed;
  if (all === 0) return <span className="q-faint">{t('relays.progress.none')}</span>;
  return (
    <span className="q-relay-progress" title={progress.lastSentAt ? format.instant(progress.lastSentAt) : undefined}>
      <span className="q-relay-bar" aria-hidden>
        <i style={{ width: `${(sent / all) * 100}%` }} />
        <b style={{ width: `${(failed / all) * 100}%` }} />
      </span>
      {t('relays.progress.sent', { sent: format.exact(sent), all: format.exact(all) })}
      {failed > 0 ? <em>{t('relays.progress.failed', { failed: format.exact(failed) })}</em> : null}
    </span>
  );
}
